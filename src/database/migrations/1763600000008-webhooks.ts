import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Where events are delivered to, and the outbox they wait in: one row for each endpoint that wants the event. Triggers fill it
 * (docs/adr/0014), `webhooks` is its only reader. It holds ids and small facts; what was said is read when it is delivered.
 */
export class Webhooks1763600000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_endpoints (
        endpoint_id text PRIMARY KEY DEFAULT 'whk_' || replace(gen_random_uuid()::text, '-', ''),
        number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
        url text NOT NULL,
        description text NOT NULL DEFAULT '',
        events text[] NOT NULL,
        secret text NOT NULL,
        previous_secret text,
        previous_secret_until timestamptz,
        enabled boolean NOT NULL DEFAULT true,
        disabled_reason text CHECK (disabled_reason IN ('asked', 'gone', 'failing')),
        disabled_at timestamptz,
        failing_since timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        CHECK (enabled = (disabled_at IS NULL))
      )`);
    await runner.query(`CREATE INDEX webhook_endpoints_enabled ON webhook_endpoints (endpoint_id) WHERE enabled`);
    // No reference to the endpoint: it would be locked by every message, and one that is being deleted would fail the message.
    await runner.query(`
      CREATE TABLE webhook_outbox (
        endpoint_id text NOT NULL,
        position bigint GENERATED ALWAYS AS IDENTITY,
        event_id text NOT NULL,
        type text NOT NULL,
        session_id text,
        subject_id text NOT NULL,
        facts jsonb NOT NULL DEFAULT '{}',
        occurred_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('waiting', 'pending', 'delivered', 'dead')),
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT '-infinity',
        leased_until timestamptz,
        last_status integer,
        last_error text,
        settled_at timestamptz,
        PRIMARY KEY (endpoint_id, position)
      )`);
    await runner.query(`
      CREATE INDEX webhook_outbox_in_order ON webhook_outbox (endpoint_id, session_id, position)
        WHERE status IN ('waiting', 'pending')`);
    await runner.query(
      `CREATE INDEX webhook_outbox_due ON webhook_outbox (endpoint_id, due_at, position) WHERE status = 'pending'`,
    );
    await runner.query(`
      CREATE INDEX webhook_outbox_settled ON webhook_outbox (settled_at) WHERE settled_at IS NOT NULL`);
    await createOutboxFunctions(runner);
    await createTriggers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name, table } of TRIGGERS) await runner.query(`DROP TRIGGER ${name} ON ${table}`);
    await runner.query(`
      DROP FUNCTION webhook_on_message, webhook_on_ticket, webhook_on_ticket_event, webhook_on_conversation,
        webhook_put, webhook_wanted`);
    await runner.query(`DROP TABLE webhook_outbox, webhook_endpoints`);
  }
}

/**
 * `webhook_wanted` is what every message of a desk without webhooks pays. `webhook_put` takes a lock of the session until the commit, so
 * that positions of a session are in the order of its commits, and so that nobody settles the row before it meanwhile.
 */
async function createOutboxFunctions(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION webhook_wanted(kind text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
    BEGIN
      RETURN EXISTS (SELECT FROM webhook_endpoints WHERE enabled AND events && ARRAY['*', kind]);
    END $$`);
  await runner.query(`
    CREATE FUNCTION webhook_put(kind text, session text, subject text, known jsonb, at timestamptz) RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
      event text := 'evt_' || replace(gen_random_uuid()::text, '-', '');
    BEGIN
      PERFORM pg_advisory_xact_lock(7361421, hashtext(session));
      INSERT INTO webhook_outbox (endpoint_id, event_id, type, session_id, subject_id, facts, occurred_at, status)
      SELECT e.endpoint_id, event, kind, session, subject, known, at,
        CASE WHEN EXISTS (
          SELECT FROM webhook_outbox o
          WHERE o.endpoint_id = e.endpoint_id AND o.session_id = session AND o.status IN ('waiting', 'pending')
        ) THEN 'waiting' ELSE 'pending' END
      FROM webhook_endpoints e WHERE e.enabled AND e.events && ARRAY['*', kind];
    END $$`);
}

const TRIGGERS = [
  { name: 'webhook_message_created', table: 'messages', on: 'INSERT', run: 'webhook_on_message' },
  { name: 'webhook_ticket_created', table: 'tickets', on: 'INSERT', run: 'webhook_on_ticket' },
  {
    name: 'webhook_ticket_updated',
    table: 'tickets',
    on: 'UPDATE',
    when: `OLD.status <> NEW.status OR OLD.priority <> NEW.priority OR OLD.assignee_id IS DISTINCT FROM NEW.assignee_id`,
    run: 'webhook_on_ticket',
  },
  { name: 'webhook_handoff', table: 'ticket_events', on: 'INSERT', run: 'webhook_on_ticket_event' },
  { name: 'webhook_session_created', table: 'conversations', on: 'INSERT', run: 'webhook_on_conversation' },
  {
    name: 'webhook_session_deleted',
    table: 'conversations',
    on: 'UPDATE OF deleted_at',
    when: 'OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL',
    run: 'webhook_on_conversation',
  },
];

/** Deferred to the commit: the lock of the session is the last that a transaction takes, so it can't be part of a deadlock over rows. */
async function createTriggers(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION webhook_on_message() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF webhook_wanted('message.created') THEN
        PERFORM webhook_put('message.created', NEW.session_id, NEW.message_id, '{}', NEW.created_at);
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE FUNCTION webhook_on_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      kind text := CASE TG_OP WHEN 'INSERT' THEN 'ticket.created' ELSE 'ticket.updated' END;
      known jsonb;
    BEGIN
      IF NOT webhook_wanted(kind) THEN RETURN NULL; END IF;
      known := jsonb_build_object('ticketId', NEW.ticket_id, 'status', NEW.status, 'priority', NEW.priority, 'handoffState', NEW.handoff_state,
        'assignee', CASE WHEN NEW.assignee_id IS NOT NULL
          THEN jsonb_build_object('operatorId', NEW.assignee_id, 'name', NEW.assignee_name) END);
      IF TG_OP = 'UPDATE' THEN
        known := known || jsonb_build_object('changed', array_remove(ARRAY[
          CASE WHEN OLD.status <> NEW.status THEN 'status' END,
          CASE WHEN OLD.priority <> NEW.priority THEN 'priority' END,
          CASE WHEN OLD.assignee_id IS DISTINCT FROM NEW.assignee_id THEN 'assignee' END], NULL));
      END IF;
      PERFORM webhook_put(kind, NEW.session_id, NEW.ticket_id, known, NEW.updated_at);
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE FUNCTION webhook_on_ticket_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF webhook_wanted('handoff.' || NEW.state) THEN
        PERFORM webhook_put('handoff.' || NEW.state, NEW.session_id, NEW.ticket_event_id,
          jsonb_build_object('ticketId', NEW.ticket_id), NEW.created_at);
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`
    CREATE FUNCTION webhook_on_conversation() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      kind text := CASE TG_OP WHEN 'INSERT' THEN 'session.created' ELSE 'session.deleted' END;
    BEGIN
      IF webhook_wanted(kind) THEN
        PERFORM webhook_put(kind, NEW.session_id, NEW.session_id, '{}', coalesce(NEW.deleted_at, NEW.created_at));
      END IF;
      RETURN NULL;
    END $$`);
  for (const { name, table, on, when, run } of TRIGGERS) {
    await runner.query(`
      CREATE CONSTRAINT TRIGGER ${name} AFTER ${on} ON ${table} DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW ${when === undefined ? '' : `WHEN (${when})`} EXECUTE FUNCTION ${run}()`);
  }
}
