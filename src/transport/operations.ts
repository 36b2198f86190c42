/**
 * Who may call an operation. `owner` is the customer whose session token names the session of the address; the others are API keys
 * by scope: `chat` (a service), `knowledge`, `operator`, `admin`. An admin key may do what any key may.
 */
export type Role = 'owner' | 'chat' | 'knowledge' | 'operator' | 'admin';

/** Which budget a call of an operation is taken from; `none`: never limited. */
export type RateClass = 'none' | 'open' | 'message' | 'upload' | 'read' | 'write';

/** One thing that can be asked of the desk, over REST or a socket. */
export interface Operation {
  /** Method and path below the prefix, or `socket`, the namespace and the event. */
  readonly at: string;
  /** Empty: everybody may. */
  readonly roles: readonly Role[];
  readonly limit: RateClass;
  /** An act of administration: calls with an API key are written to the audit log. */
  readonly audited?: true;
  /** The owner may call from another client than the one the session is bound to. */
  readonly anyClient?: true;
  /**
   * The address names no session: `owner` lets every session token in, and the handler itself must refuse what is not of that session
   * (`mayTouch`).
   */
  readonly ownerByHandler?: true;
}

const EVERYBODY: readonly Role[] = [];
const CUSTOMER: readonly Role[] = ['owner', 'chat'];
const READERS: readonly Role[] = ['owner', 'chat', 'operator'];
const SESSION: readonly Role[] = ['owner', 'chat', 'admin'];
const MEMORY: readonly Role[] = ['owner', 'admin'];
const KNOWLEDGE: readonly Role[] = ['knowledge', 'admin'];
const OPERATOR: readonly Role[] = ['operator', 'admin'];
const ADMIN: readonly Role[] = ['admin'];

/**
 * Every operation of the desk and who may call it. The guards, the rate limits, the audit log, docs/access.md and the access tests are
 * made from this table; an operation that is not in it is refused to everybody.
 */
export const OPERATIONS = {
  'desk.about': { at: 'GET /', roles: EVERYBODY, limit: 'none' },
  'desk.console': { at: 'GET /console', roles: EVERYBODY, limit: 'none' },
  'health.report': { at: 'GET /health', roles: EVERYBODY, limit: 'none' },
  'health.live': { at: 'GET /health/live', roles: EVERYBODY, limit: 'none' },
  'health.ready': { at: 'GET /health/ready', roles: EVERYBODY, limit: 'none' },
  'health.startup': { at: 'GET /health/startup', roles: EVERYBODY, limit: 'none' },
  // For this machine itself, or an admin key: the handler looks where the request comes from.
  'metrics.read': { at: 'GET /metrics', roles: EVERYBODY, limit: 'none' },

  'sessions.create': { at: 'POST /sessions', roles: EVERYBODY, limit: 'open' },
  'sessions.list': { at: 'GET /sessions', roles: ADMIN, limit: 'read' },
  'sessions.stats': { at: 'GET /sessions/stats', roles: ADMIN, limit: 'read' },
  'sessions.get': { at: 'GET /sessions/:sessionId', roles: SESSION, limit: 'read' },
  'sessions.update': { at: 'PATCH /sessions/:sessionId', roles: SESSION, limit: 'write', audited: true },
  'sessions.delete': { at: 'DELETE /sessions/:sessionId', roles: SESSION, limit: 'write', audited: true },
  'sessions.confirm': {
    at: 'POST /sessions/:sessionId/confirm',
    roles: ['owner'],
    limit: 'write',
    anyClient: true,
  },
  'sessions.identify': { at: 'PUT /sessions/:sessionId/identity', roles: ['owner'], limit: 'write' },
  'tokens.renew': { at: 'POST /sessions/:sessionId/tokens', roles: SESSION, limit: 'write', audited: true },
  'tokens.revoke': { at: 'DELETE /sessions/:sessionId/tokens', roles: SESSION, limit: 'write', audited: true },

  'messages.send': { at: 'POST /chat/:sessionId/messages', roles: CUSTOMER, limit: 'message' },
  'messages.list': { at: 'GET /chat/:sessionId/messages', roles: READERS, limit: 'read' },
  'messages.rate': {
    at: 'PUT /chat/:sessionId/messages/:messageId/feedback',
    roles: ['owner'],
    limit: 'write',
  },
  'turn.stop': { at: 'POST /chat/:sessionId/stop', roles: CUSTOMER, limit: 'write' },
  'events.follow': { at: 'GET /chat/:sessionId/events', roles: READERS, limit: 'read' },

  'attachments.add': { at: 'POST /attachments', roles: CUSTOMER, limit: 'upload', ownerByHandler: true },
  'attachments.get': { at: 'GET /attachments/:attachmentId', roles: READERS, limit: 'read', ownerByHandler: true },
  'attachments.text': {
    at: 'GET /attachments/:attachmentId/text',
    roles: READERS,
    limit: 'read',
    ownerByHandler: true,
  },
  'attachments.delete': {
    at: 'DELETE /attachments/:attachmentId',
    roles: CUSTOMER,
    limit: 'write',
    audited: true,
    ownerByHandler: true,
  },

  'memories.list': { at: 'GET /sessions/:sessionId/memories', roles: MEMORY, limit: 'read' },
  'memories.delete': {
    at: 'DELETE /sessions/:sessionId/memories/:memoryId',
    roles: MEMORY,
    limit: 'write',
    audited: true,
  },
  'memories.clear': { at: 'DELETE /sessions/:sessionId/memories', roles: MEMORY, limit: 'write', audited: true },

  'handoff.request': { at: 'POST /sessions/:sessionId/handoff', roles: CUSTOMER, limit: 'write' },
  'handoff.cancel': { at: 'DELETE /sessions/:sessionId/handoff', roles: CUSTOMER, limit: 'write' },
  'tickets.list': { at: 'GET /tickets', roles: OPERATOR, limit: 'read' },
  'tickets.get': { at: 'GET /tickets/:ticketId', roles: OPERATOR, limit: 'read' },
  'tickets.update': { at: 'PATCH /tickets/:ticketId', roles: OPERATOR, limit: 'write', audited: true },
  'tickets.claim': { at: 'POST /tickets/:ticketId/claim', roles: OPERATOR, limit: 'write', audited: true },
  'tickets.release': { at: 'POST /tickets/:ticketId/release', roles: OPERATOR, limit: 'write', audited: true },
  'tickets.say': { at: 'POST /tickets/:ticketId/messages', roles: OPERATOR, limit: 'write' },
  'tickets.note': { at: 'POST /tickets/:ticketId/notes', roles: OPERATOR, limit: 'write' },

  'documents.add': { at: 'POST /knowledge/documents', roles: KNOWLEDGE, limit: 'write', audited: true },
  'documents.list': { at: 'GET /knowledge/documents', roles: KNOWLEDGE, limit: 'read' },
  'documents.get': { at: 'GET /knowledge/documents/:documentId', roles: KNOWLEDGE, limit: 'read' },
  'documents.delete': {
    at: 'DELETE /knowledge/documents/:documentId',
    roles: KNOWLEDGE,
    limit: 'write',
    audited: true,
  },
  'knowledge.search': { at: 'POST /knowledge/search', roles: ['chat', 'knowledge', 'admin'], limit: 'read' },
  'knowledge.unanswered': { at: 'GET /knowledge/unanswered', roles: KNOWLEDGE, limit: 'read' },
  'reindex.start': { at: 'POST /knowledge/reindex', roles: ADMIN, limit: 'write', audited: true },
  'reindex.progress': { at: 'GET /knowledge/reindex', roles: KNOWLEDGE, limit: 'read' },

  'webhooks.add': { at: 'POST /webhooks', roles: ADMIN, limit: 'write', audited: true },
  'webhooks.list': { at: 'GET /webhooks', roles: ADMIN, limit: 'read' },
  'webhooks.get': { at: 'GET /webhooks/:webhookId', roles: ADMIN, limit: 'read' },
  'webhooks.update': { at: 'PATCH /webhooks/:webhookId', roles: ADMIN, limit: 'write', audited: true },
  'webhooks.delete': { at: 'DELETE /webhooks/:webhookId', roles: ADMIN, limit: 'write', audited: true },
  'webhooks.rotate': { at: 'POST /webhooks/:webhookId/rotate-secret', roles: ADMIN, limit: 'write', audited: true },
  'webhooks.deliveries': { at: 'GET /webhooks/:webhookId/deliveries', roles: ADMIN, limit: 'read' },
  'webhooks.redeliver': {
    at: 'POST /webhooks/:webhookId/deliveries/:deliveryId/redeliver',
    roles: ADMIN,
    limit: 'write',
    audited: true,
  },
  'webhooks.test': { at: 'POST /webhooks/:webhookId/test', roles: ADMIN, limit: 'write', audited: true },

  'keys.create': { at: 'POST /keys', roles: ADMIN, limit: 'write', audited: true },
  'keys.list': { at: 'GET /keys', roles: ADMIN, limit: 'read' },
  'keys.revoke': { at: 'DELETE /keys/:keyId', roles: ADMIN, limit: 'write', audited: true },
  'audit.list': { at: 'GET /audit', roles: ADMIN, limit: 'read', audited: true },
  'customers.export': { at: 'GET /customers/:userId/export', roles: ADMIN, limit: 'write', audited: true },
  'customers.erase': { at: 'DELETE /customers/:userId', roles: ADMIN, limit: 'write', audited: true },
  'erasures.get': { at: 'GET /erasures/:receiptId', roles: ADMIN, limit: 'read' },

  'socket.message.send': { at: 'socket /chat message.send', roles: ['owner'], limit: 'message' },
  'socket.turn.stop': { at: 'socket /chat turn.stop', roles: ['owner'], limit: 'none' },
  'socket.typing': { at: 'socket /chat typing', roles: ['owner'], limit: 'none' },
  'socket.sync': { at: 'socket /chat sync', roles: ['owner'], limit: 'none' },
  'socket.handoff.request': { at: 'socket /chat handoff.request', roles: ['owner'], limit: 'write' },
  'socket.auth.refresh': { at: 'socket /chat auth.refresh', roles: ['owner'], limit: 'none' },
  'console.ticket.claim': { at: 'socket /console ticket.claim', roles: OPERATOR, limit: 'write', audited: true },
  'console.ticket.release': { at: 'socket /console ticket.release', roles: OPERATOR, limit: 'write', audited: true },
  'console.message.send': { at: 'socket /console message.send', roles: OPERATOR, limit: 'write' },
  'console.typing': { at: 'socket /console typing', roles: OPERATOR, limit: 'none' },
  'console.watch': { at: 'socket /console watch', roles: OPERATOR, limit: 'none' },
  'console.unwatch': { at: 'socket /console unwatch', roles: OPERATOR, limit: 'none' },
} as const satisfies Readonly<Record<string, Operation>>;

/** The name of an operation: in code, in the audit log and in docs/access.md. */
export type OperationName = keyof typeof OPERATIONS;

/** The row of an operation. */
export function operation(name: OperationName): Operation {
  return OPERATIONS[name];
}
