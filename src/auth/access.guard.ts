import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { parseSessionId } from '../session/session-id.js';
import { SessionTokens, type VerifiedToken } from '../session/session-tokens.js';
import { Unauthenticated } from '../session/session.errors.js';
import { operation, type Role } from '../transport/operations.js';
import { ApiKeys } from './api-keys.js';
import { AuditTrail } from './audit-trail.js';
import { Forbidden } from './auth.errors.js';
import { clientTraits } from './client-traits.js';
import { operationNameOf } from './operation-of.js';
import { isAllowed, type Principal } from './principal.js';
import { TokenAdmission } from './token-admission.js';

/** A request after the guard: `principal` is absent where nobody had to say who they are and nobody did. */
export interface AuthenticatedRequest extends Request {
  principal?: Principal;
  /** What a customer called with. */
  token?: VerifiedToken;
}

/** Who calls, and the token they did it with if they are a customer. */
interface Credential {
  readonly principal?: Principal;
  readonly token?: VerifiedToken;
}

/** What is said of a key that opens nothing. Which of the three it is would help whoever has found it. */
export const KEY_REFUSED = 'The API key is not valid: it is mistyped, expired or revoked.';

const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** Lets a request in when its credential has one of the operation's roles. Runs for every operation. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
    private readonly tokens: SessionTokens,
    private readonly admission: TokenAdmission,
    private readonly audit: AuditTrail,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets are let in at their handshake, and their gateways bring a guard of their own.
    if (context.getType() === 'ws') return true;
    const name = operationNameOf(this.reflector, context);
    const { roles, anyClient, ownerByHandler } = operation(name);
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const { sessionId } = request.params;
    if (typeof sessionId === 'string') parseSessionId(sessionId);
    const { principal, token } = await this.credentialOf(request);
    if (principal) request.principal = principal;
    if (token) request.token = token;
    if (roles.length === 0) return true;
    if (!principal) throw new Unauthenticated(credentialsNeeded(roles));
    const about = typeof sessionId === 'string' ? sessionId : ownSession(principal, ownerByHandler);
    if (!isAllowed(principal, roles, about)) {
      const refusal = notAllowed(principal, roles);
      await this.audit.refused(name, context, refusal.code);
      throw refusal;
    }
    // To bind the session would change the version that a request with If-Match names.
    const readOnly = request.get('if-match') !== undefined;
    if (token) await this.admission.admit(token, clientTraits(request), { readOnly, anyClient });
    return true;
  }

  /** A credential that is there must be good, also where none is needed: a typing error should not pass for an anonymous caller. */
  private async credentialOf(request: Request): Promise<Credential> {
    const key = request.get('x-api-key');
    if (key !== undefined) {
      const principal = await this.keys.authenticate(key);
      if (!principal) throw new Unauthenticated(KEY_REFUSED);
      return { principal };
    }
    const authorization = request.get('authorization');
    if (authorization === undefined) return {};
    const text = BEARER.exec(authorization)?.[1];
    if (text === undefined) throw new Unauthenticated('Send the session token as "Authorization: Bearer <token>".');
    const token = await this.tokens.verify(text);
    return { principal: { kind: 'customer', sessionId: token.sessionId }, token };
  }
}

/** The session to compare with where the path names none: the token's own, if the handler promised to look itself. */
function ownSession(principal: Principal, ownerByHandler: boolean | undefined): string | undefined {
  return ownerByHandler && principal.kind === 'customer' ? principal.sessionId : undefined;
}

function notAllowed(principal: Principal, roles: readonly Role[]): Forbidden {
  return new Forbidden(
    principal.kind === 'customer'
      ? 'This session token does not open this. It is good for its own session only.'
      : `This API key lacks the scope; one of these is needed: ${roles.filter((role) => role !== 'owner').join(', ')}.`,
  );
}

function credentialsNeeded(roles: readonly Role[]): string {
  const token = roles.includes('owner') ? ['the session token as "Authorization: Bearer <token>"'] : [];
  const key = roles.some((role) => role !== 'owner') ? ['an API key as "X-API-Key"'] : [];
  return `Send ${[...token, ...key].join(' or ')}.`;
}
