import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Operation, OPERATIONS, type OperationName, type Role } from '../../src/transport/operations.js';
import { expressRoutes, type Handler, handlersOf } from '../support/access-map.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const rows = Object.entries(OPERATIONS) as [OperationName, Operation][];

/** Addresses of a handler beside the one in its row: probes go by their Kubernetes names too. */
const ALIASES = ['GET /livez', 'GET /readyz', 'GET /startupz'];

/** What the outward contract lets each caller do, written down a second time on purpose: who changes the table changes this with it. */
const CONTRACT: Readonly<Record<'everybody' | Role, readonly OperationName[]>> = {
  everybody: [
    'desk.about',
    'desk.console',
    'health.report',
    'health.live',
    'health.ready',
    'health.startup',
    'metrics.read',
    'sessions.create',
  ],
  owner: [
    'sessions.get',
    'sessions.update',
    'sessions.delete',
    'sessions.confirm',
    'sessions.identify',
    'tokens.renew',
    'tokens.revoke',
    'messages.send',
    'messages.list',
    'messages.rate',
    'turn.stop',
    'events.follow',
    'attachments.add',
    'attachments.get',
    'attachments.text',
    'attachments.delete',
    'memories.list',
    'memories.delete',
    'memories.clear',
    'handoff.request',
    'handoff.cancel',
    'socket.message.send',
    'socket.turn.stop',
    'socket.typing',
    'socket.sync',
    'socket.handoff.request',
    'socket.auth.refresh',
  ],
  chat: [
    'sessions.get',
    'sessions.update',
    'sessions.delete',
    'tokens.renew',
    'tokens.revoke',
    'messages.send',
    'messages.list',
    'turn.stop',
    'events.follow',
    'attachments.add',
    'attachments.get',
    'attachments.text',
    'attachments.delete',
    'handoff.request',
    'handoff.cancel',
    'knowledge.search',
  ],
  knowledge: [
    'documents.add',
    'documents.list',
    'documents.get',
    'documents.delete',
    'knowledge.search',
    'knowledge.unanswered',
    'reindex.progress',
  ],
  operator: [
    'messages.list',
    'events.follow',
    'attachments.get',
    'attachments.text',
    'tickets.list',
    'tickets.get',
    'tickets.update',
    'tickets.claim',
    'tickets.release',
    'tickets.say',
    'tickets.note',
    'console.ticket.claim',
    'console.ticket.release',
    'console.message.send',
    'console.typing',
    'console.watch',
    'console.unwatch',
  ],
  admin: rows.map(([name]) => name).filter((name) => !OPERATIONS[name].at.startsWith('socket /chat')),
};

describe('the table of operations', () => {
  let desk: TestApp;
  let handlers: Handler[];
  beforeAll(async () => {
    desk = await startTestApp();
    handlers = handlersOf(desk.app);
  });
  afterAll(() => desk.close());

  it('has a row for every handler, with its address', () => {
    const wrong = handlers.filter(
      ({ at, operation }) => operation === undefined || (OPERATIONS[operation].at !== at && !ALIASES.includes(at)),
    );
    expect(wrong).toEqual([]);
    expect(handlers.length).toBeGreaterThan(60);
  });

  it('has one handler for every row', () => {
    const served = handlers.filter(({ at }) => !ALIASES.includes(at)).map(({ operation }) => operation);
    expect([...served].sort()).toEqual(rows.map(([name]) => name).sort());
  });

  it('knows everything that Express serves, but for the pages about the API', () => {
    const known = new Set(handlers.map(({ at }) => at));
    // What has an address but not this method is answered with 405, whatever the method is.
    const places = new Set(handlers.map(({ at }) => at.replace(/^\w+ /, 'ALL ')));
    const unknown = expressRoutes(desk.app)
      .map((route) => route.replace(/^(\w+) \/api\/v1\//, '$1 /').replace(/(?<=\w)\/$/, ''))
      .filter((route) => !known.has(route) && !places.has(route))
      // Middlewares that see every request, and answer none.
      .filter((route) => !/^ALL (\/api\/v1)?(\{\/\*splat\})?$/.test(route))
      .filter((route) => !/^GET \/(docs(\/.*)?|openapi\.json|docs-yaml|docs-json)$/.test(route));
    expect(unknown).toEqual([]);
  });

  it.each(Object.entries(CONTRACT))('lets %s do what the contract says, and no more', (role, allowed) => {
    const granted = rows
      .filter(([, { roles }]) => (role === 'everybody' ? roles.length === 0 : roles.includes(role as Role)))
      .map(([name]) => name);
    // An admin key may do whatever a key may: the rows need not say so.
    if (role === 'admin') expect(allowed).toEqual(expect.arrayContaining(granted));
    else expect([...granted].sort()).toEqual([...allowed].sort());
  });

  it('writes every administrative change to the audit log', () => {
    const unwritten = rows.filter(
      ([, { at, roles, audited }]) =>
        !audited && !at.startsWith('GET') && !at.startsWith('socket') && roles.length > 0 && !roles.includes('owner'),
    );
    // What people of the desk say is on record with the conversation itself; a search changes nothing.
    expect(unwritten.map(([name]) => name)).toEqual(['tickets.say', 'tickets.note', 'knowledge.search']);
  });
});
