/** Which bound a refused write would have broken. */
export type SessionLimit = 'metadata_keys' | 'value_bytes' | 'session_bytes' | 'depth' | 'counters' | 'op_window';

/** Bounds of one session, the same in every store. At the bound is fine, one over is refused and changes nothing. */
export const SESSION_LIMITS = {
  metadataKeys: 256,
  /** UTF-8 bytes of one value as JSON text. */
  valueBytes: 64 * 1024,
  /** Sum over all values plus the UTF-8 bytes of the metadata keys; counters and times are not counted. */
  sessionBytes: 256 * 1024,
  counters: 64,
  /** Op-ids of one window; a full window refuses rather than forgets. */
  opsPerWindow: 65_536,
} as const;

/** How long an op-id is remembered at least, in ms. A caller that sends an operation again must do so within this time. */
export const OP_WINDOW_MS = 120_000;

/** How long a deletion is remembered, in ms. After that only the conversation knows that the session was deleted. */
export const TOMBSTONE_MS = 600_000;

/** Waiters of one session over all processes. */
export const MAX_LINE = 1000;

/** After this time without a sign of life a waiter has lost its place in the line, in ms. */
export const LINE_SILENCE_MS = 2000;

/** Longest page of a listing. */
export const MAX_PAGE = 200;

/** Longest idle or absolute time, in ms: 365 days. */
export const MAX_TTL_MS = 365 * 24 * 3_600_000;
