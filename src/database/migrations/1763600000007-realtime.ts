import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What people do at the desk, and where everything stands in the numbering of a session's events. `conversation` writes turns and
 * messages, `handoff` what concerns tickets.
 */
export class Realtime1763600000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE turns ADD COLUMN first_event_seq integer, ADD COLUMN last_event_seq integer`);
    await runner.query(`CREATE INDEX turns_by_session ON turns (session_id, last_event_seq)`);
    await runner.query(`CREATE INDEX turns_running ON turns (started_at) WHERE status = 'processing'`);
    await runner.query(`
      CREATE INDEX turns_interrupted ON turns (session_id) WHERE status = 'cancelled' AND error_code = 'turn_interrupted'`);
    await runner.query(`
      ALTER TABLE messages
        ADD COLUMN event_seq integer,
        ADD COLUMN answered_by text,
        ADD COLUMN author_id text,
        ADD COLUMN author_name text`);
    await runner.query(`
      CREATE INDEX messages_told ON messages (session_id, event_seq) WHERE event_seq IS NOT NULL`);
    await runner.query(`
      ALTER TABLE tickets
        ADD COLUMN handoff_state text NOT NULL DEFAULT 'requested'
          CHECK (handoff_state IN ('requested', 'queued', 'assigned', 'active', 'returned', 'cancelled', 'timed_out')),
        ADD COLUMN assignee_id text,
        ADD COLUMN assignee_name text,
        ADD COLUMN claimed_at timestamptz,
        ADD COLUMN timed_out_at timestamptz,
        ADD COLUMN solved_at timestamptz,
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD CHECK ((assignee_id IS NULL) = (assignee_name IS NULL))`);
    await runner.query(`CREATE INDEX tickets_queue ON tickets (created_at) WHERE status NOT IN ('solved', 'closed')`);
    await runner.query(`
      CREATE TABLE ticket_events (
        ticket_event_id text PRIMARY KEY,
        ticket_id text NOT NULL REFERENCES tickets ON DELETE CASCADE,
        session_id text NOT NULL REFERENCES conversations ON DELETE CASCADE,
        state text NOT NULL
          CHECK (state IN ('requested', 'queued', 'assigned', 'active', 'returned', 'cancelled', 'timed_out')),
        reasons text[] NOT NULL DEFAULT '{}',
        actor_id text,
        actor_name text,
        event_seq integer,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX ticket_events_by_ticket ON ticket_events (ticket_id, created_at)`);
    await runner.query(`
      CREATE INDEX ticket_events_told ON ticket_events (session_id, event_seq) WHERE event_seq IS NOT NULL`);
    // Triggers, because turns and people open tickets, and one that is merged is opened again only after it had been given back.
    await runner.query(`
      CREATE FUNCTION ticket_opened() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO ticket_events (ticket_event_id, ticket_id, session_id, state, reasons, created_at)
        VALUES ('tev_' || replace(gen_random_uuid()::text, '-', ''), NEW.ticket_id, NEW.session_id, 'requested', NEW.reasons,
          NEW.updated_at);
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER ticket_opened AFTER INSERT ON tickets FOR EACH ROW EXECUTE FUNCTION ticket_opened()`);
    await runner.query(`
      CREATE TRIGGER ticket_opened_again AFTER UPDATE OF handoff_state ON tickets FOR EACH ROW
        WHEN (NEW.handoff_state = 'requested' AND OLD.handoff_state <> 'requested') EXECUTE FUNCTION ticket_opened()`);
    await runner.query(`
      CREATE TABLE ticket_notes (
        note_id text PRIMARY KEY,
        ticket_id text NOT NULL REFERENCES tickets ON DELETE CASCADE,
        session_id text NOT NULL REFERENCES conversations ON DELETE CASCADE,
        author_id text NOT NULL,
        author_name text NOT NULL,
        text text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX ticket_notes_by_ticket ON ticket_notes (ticket_id, created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER ticket_opened ON tickets`);
    await runner.query(`DROP TRIGGER ticket_opened_again ON tickets`);
    await runner.query(`DROP FUNCTION ticket_opened()`);
    await runner.query(`DROP TABLE ticket_notes, ticket_events`);
    await runner.query(`DROP INDEX tickets_queue, turns_by_session, turns_running, turns_interrupted, messages_told`);
    await runner.query(`
      ALTER TABLE tickets
        DROP COLUMN handoff_state, DROP COLUMN assignee_id, DROP COLUMN assignee_name, DROP COLUMN claimed_at,
        DROP COLUMN timed_out_at, DROP COLUMN solved_at, DROP COLUMN version`);
    await runner.query(`
      ALTER TABLE messages
        DROP COLUMN event_seq, DROP COLUMN answered_by, DROP COLUMN author_id, DROP COLUMN author_name`);
    await runner.query(`ALTER TABLE turns DROP COLUMN first_event_seq, DROP COLUMN last_event_seq`);
  }
}
