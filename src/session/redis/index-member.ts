import { SESSION_ID_PATTERN } from '../session-id.js';

/** A session's entry in the indexes of its bucket (lua/lib/member.lua): sorted as texts, they stand in order of creation. */
export interface IndexMember {
  readonly createdAt: number;
  readonly sessionId: string;
}

const MEMBER = /^(\d{15})\.(.+)$/;

/** Undefined for what is no member. */
export function parseMember(text: string): IndexMember | undefined {
  const [, createdAt, sessionId = ''] = MEMBER.exec(text) ?? [];
  return SESSION_ID_PATTERN.test(sessionId) ? { createdAt: Number(createdAt), sessionId } : undefined;
}
