import { type SqlStatement } from '../database/sql.js';

/** The trigger on the table puts their blobs on the list of those to delete. */
export const REMOVE_ATTACHMENTS: SqlStatement = {
  name: 'retention_attachments',
  text: `
    DELETE FROM attachments WHERE attachment_id IN (
      SELECT attachment_id FROM attachments WHERE created_at < $1 ORDER BY created_at LIMIT $2)
    RETURNING attachment_id`,
};

export const REMOVE_AUDIT: SqlStatement = {
  name: 'retention_audit',
  text: `
    DELETE FROM audit_log WHERE ctid = ANY (ARRAY(SELECT ctid FROM audit_log WHERE at < $1 ORDER BY at LIMIT $2)) RETURNING at`,
};

/** Only of what is done. */
export const REMOVE_RECEIPTS: SqlStatement = {
  name: 'retention_receipts',
  text: `
    DELETE FROM erasures WHERE receipt_id IN (SELECT receipt_id FROM erasures WHERE erased_at < $1 LIMIT $2) RETURNING receipt_id`,
};
