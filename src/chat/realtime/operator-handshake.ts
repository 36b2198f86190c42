import { Injectable } from '@nestjs/common';
import { KEY_REFUSED } from '../../auth/access.guard.js';
import { ApiKeys } from '../../auth/api-keys.js';
import { Forbidden } from '../../auth/auth.errors.js';
import { isAllowed, type KeyHolder } from '../../auth/principal.js';
import { ValidationFailed } from '../../common/app-error.js';
import { Clock } from '../../common/clock.js';
import { operatorOf } from '../../handoff/operator.js';
import { type ClientTraits } from '../../session/fingerprint.js';
import { Unauthenticated } from '../../session/session.errors.js';
import { type ConsoleConnection } from './sockets.js';

/** Lets people of the desk in by an API key of theirs. */
@Injectable()
export class OperatorHandshake {
  constructor(
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  /** Reads `auth: {apiKey, name?}`. @throws Unauthenticated, Forbidden, ValidationFailed */
  async admit(
    { apiKey, name }: Readonly<Record<string, unknown>>,
    { address }: ClientTraits,
  ): Promise<ConsoleConnection> {
    if (typeof apiKey !== 'string') throw new Unauthenticated('Send an API key as auth.apiKey.');
    if (name !== undefined && typeof name !== 'string') throw ValidationFailed.of('name', 'must be text');
    const principal = await this.verify(apiKey);
    const operator = operatorOf(principal, name, 'name');
    return { operator, apiKey, principal, address, checkedAt: this.clock.now(), watching: new Map() };
  }

  /** Whose key it is. @throws Unauthenticated, Forbidden */
  async verify(apiKey: string): Promise<KeyHolder> {
    const principal = await this.keys.authenticate(apiKey);
    if (!principal) throw new Unauthenticated(KEY_REFUSED);
    if (!isAllowed(principal, ['operator', 'admin'], undefined)) {
      throw new Forbidden('This API key lacks the scope; one of these is needed: operator, admin.');
    }
    return principal;
  }
}
