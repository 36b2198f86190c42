import { describe } from '@jest/globals';
import { counterContract, retryContract } from './session-store/counters-and-retries.js';
import { createAndReadContract } from './session-store/create-and-read.js';
import { type SessionStoreHarness } from './session-store/harness.js';
import { leaseContract } from './session-store/leases.js';
import { lineContract } from './session-store/line.js';
import { cleanupContract, listingContract } from './session-store/listing-and-cleanup.js';
import { modelContract } from './session-store/model-run.js';
import { deletionContract, ttlContract } from './session-store/time-to-live.js';
import { updateContract } from './session-store/updates.js';
import { valueContract } from './session-store/values.js';

/** What every SessionStore promises, as tests. A store passes by its name and a harness; nothing else about it is known here. */
export function sessionStoreContract(name: string, harness: SessionStoreHarness): void {
  describe(`SessionStore contract: ${name}`, () => {
    createAndReadContract(harness);
    updateContract(harness);
    valueContract(harness);
    counterContract(harness);
    retryContract(harness);
    ttlContract(harness);
    deletionContract(harness);
    leaseContract(harness);
    lineContract(harness);
    listingContract(harness);
    cleanupContract(harness);
    modelContract(harness);
  });
}
