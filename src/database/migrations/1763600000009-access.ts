import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Keys that end, tokens that are revoked, and the audit log. */
export class Access1763600000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE api_keys
        ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        ADD COLUMN prefix text,
        ADD COLUMN expires_at timestamptz,
        ADD COLUMN last_used_at timestamptz,
        ADD COLUMN revoked_at timestamptz`);
    // Tokens of a lower generation are revoked.
    await runner.query(`ALTER TABLE conversations ADD COLUMN token_generation integer NOT NULL DEFAULT 0`);
    // An act is on record before it begins; `outcome` is null until it has ended, for ever if its process died in it.
    await runner.query(`
      CREATE TABLE audit_log (
        audit_id text PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        at timestamptz NOT NULL,
        actor_id text NOT NULL,
        actor_name text NOT NULL,
        action text NOT NULL,
        subject jsonb NOT NULL DEFAULT '{}',
        outcome text,
        request_id text,
        address text
      )`);
    await runner.query(`CREATE INDEX audit_log_at ON audit_log (at)`);
    await runner.query(`CREATE INDEX audit_log_action ON audit_log (action, number)`);
    await runner.query(`CREATE INDEX audit_log_actor ON audit_log (actor_id, number)`);
    await runner.query(`
      CREATE FUNCTION audit_log_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
          OR (OLD.audit_id, OLD.number, OLD.at, OLD.actor_id, OLD.actor_name, OLD.action, OLD.request_id, OLD.address)
            IS DISTINCT FROM
            (NEW.audit_id, NEW.number, NEW.at, NEW.actor_id, NEW.actor_name, NEW.action, NEW.request_id, NEW.address)
        THEN RAISE EXCEPTION 'an entry of the audit log is never changed; only the outcome of an act is added once';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_log_kept BEFORE UPDATE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_is_kept()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_log`);
    await runner.query(`DROP FUNCTION audit_log_is_kept`);
    await runner.query(`ALTER TABLE conversations DROP COLUMN token_generation`);
    await runner.query(`
      ALTER TABLE api_keys
        DROP COLUMN number, DROP COLUMN prefix, DROP COLUMN expires_at, DROP COLUMN last_used_at, DROP COLUMN revoked_at`);
  }
}
