import { type CrossRule } from './cross-rule.js';
import { type EnvironmentValues } from './env.schema.js';

const DAY_MS = 86_400_000;

/** How long data is kept, in ms; null: until somebody deletes it. Memories: `AgentConfig.memoryRetentionMs`. */
export interface RetentionConfig {
  /** Since the last thing that happened in a conversation. */
  readonly sessionsMs: number | null;
  readonly messagesMs: number | null;
  readonly attachmentsMs: number | null;
  readonly auditMs: number | null;
  readonly receiptsMs: number | null;
}

/** How long data is kept, as the variables say it. */
export function retentionConfig(values: EnvironmentValues): RetentionConfig {
  return {
    sessionsMs: timeOf(values.RETENTION_SESSIONS_DAYS),
    messagesMs: timeOf(values.RETENTION_MESSAGES_DAYS),
    attachmentsMs: timeOf(values.RETENTION_ATTACHMENTS_DAYS),
    auditMs: timeOf(values.RETENTION_AUDIT_DAYS),
    receiptsMs: timeOf(values.RETENTION_RECEIPTS_DAYS),
  };
}

function timeOf(days: number): number | null {
  return days === 0 ? null : days * DAY_MS;
}

/** What must hold between these variables and others. */
export const retentionRules: readonly CrossRule[] = [];
