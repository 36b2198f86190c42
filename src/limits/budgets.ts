import { type RateLimitConfig } from '../config/rate-limit-config.js';
import { type RateClass } from '../transport/operations.js';
import { type Caller } from './caller.js';
import { type Charge, type Policy } from './rate-counters.js';

/** A kind of call that costs something. */
export type LimitedClass = Exclude<RateClass, 'none'>;

/** What a session and an address may ask for of one kind. */
interface ClassPolicies {
  readonly session: Policy;
  readonly address: Policy;
  readonly countsAddressOfSession: boolean;
}

/** Who may ask for how much. */
export class Budgets {
  /** Different wrong credentials from one address. */
  readonly failedCredentials: Policy;
  private readonly key: Policy;
  private readonly classes: Readonly<Record<LimitedClass, ClassPolicies>>;

  constructor(config: RateLimitConfig) {
    const { periodMs: windowMs } = config;
    const policy = (name: string, quota: number): Policy => ({ name, quota, windowMs });
    const requests: ClassPolicies = {
      session: policy('request', config.requests),
      address: policy('request-address', config.requests),
      countsAddressOfSession: false,
    };
    this.failedCredentials = policy('failed-credential', config.failedCredentials);
    this.key = policy('key', config.keyRequests);
    this.classes = {
      open: {
        session: policy('open', config.sessions),
        address: policy('open-address', config.sessions),
        countsAddressOfSession: true,
      },
      message: {
        session: policy('message', config.messages),
        address: policy('message-address', config.addressMessages),
        countsAddressOfSession: true,
      },
      upload: {
        session: policy('upload', config.uploads),
        address: policy('upload-address', config.addressUploads),
        countsAddressOfSession: true,
      },
      read: requests,
      write: requests,
    };
  }

  /** The budgets that a call is taken from, the caller's own first. */
  chargesFor(kind: LimitedClass, caller: Caller): readonly [Charge, ...Charge[]] {
    const { session, address, countsAddressOfSession } = this.classes[kind];
    if (caller.by === 'key') return [{ policy: this.key, caller: caller.keyId }];
    const ofAddress = { policy: address, caller: caller.address };
    if (caller.by === 'address') return [ofAddress];
    const ofSession = { policy: session, caller: caller.sessionId };
    return countsAddressOfSession ? [ofSession, ofAddress] : [ofSession];
  }
}
