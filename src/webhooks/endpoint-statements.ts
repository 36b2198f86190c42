import { type SqlStatement } from '../database/sql.js';

const COLUMNS = `endpoint_id AS "endpointId", number, url, description, events, enabled, disabled_reason AS "disabledReason",
  failing_since AS "failingSince", previous_secret_until AS "previousSecretUntil", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** Nothing is returned when there are as many as there may be; two at the same instant may make one too many. */
export const CREATE_ENDPOINT: SqlStatement = {
  name: 'webhook_endpoint_create',
  text: `
    INSERT INTO webhook_endpoints (url, description, events, secret, created_at, updated_at)
    SELECT $1, $2, $3, $4, $5, $5 WHERE (SELECT count(*) FROM webhook_endpoints) < $6
    RETURNING ${COLUMNS}`,
};

export const LIST_ENDPOINTS: SqlStatement = {
  name: 'webhook_endpoint_list',
  text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE number > $1 ORDER BY number LIMIT $2`,
};

export const GET_ENDPOINT: SqlStatement = {
  name: 'webhook_endpoint_get',
  text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE endpoint_id = $1`,
};

/** What is null stays. An endpoint that is enabled begins anew, whatever it was disabled for. */
export const PATCH_ENDPOINT: SqlStatement = {
  name: 'webhook_endpoint_patch',
  text: `
    UPDATE webhook_endpoints
    SET url = coalesce($2, url), description = coalesce($3, description), events = coalesce($4, events), updated_at = $6,
      enabled = coalesce($5::boolean, enabled),
      disabled_reason = CASE WHEN $5 THEN NULL WHEN $5 IS NULL OR NOT enabled THEN disabled_reason ELSE 'asked' END,
      disabled_at = CASE WHEN $5 THEN NULL WHEN $5 IS NULL OR NOT enabled THEN disabled_at ELSE $6 END,
      failing_since = CASE WHEN $5 AND NOT enabled THEN NULL ELSE failing_since END
    WHERE endpoint_id = $1 RETURNING ${COLUMNS}`,
};

export const DELETE_ENDPOINT: SqlStatement = {
  name: 'webhook_endpoint_delete',
  text: `DELETE FROM webhook_endpoints WHERE endpoint_id = $1 RETURNING endpoint_id`,
};

export const ROTATE_SECRET: SqlStatement = {
  name: 'webhook_endpoint_rotate',
  text: `
    UPDATE webhook_endpoints SET previous_secret = secret, previous_secret_until = $3, secret = $2, updated_at = $4
    WHERE endpoint_id = $1 RETURNING ${COLUMNS}`,
};
