/** How much of each part there is in an archive. */
export interface ArchiveCounts {
  sessions: number;
  messages: number;
  feedback: number;
  turns: number;
  memories: number;
  attachments: number;
  tickets: number;
  notes: number;
}

/** Counts that begin. */
export function noCounts(): ArchiveCounts {
  return { sessions: 0, messages: 0, feedback: 0, turns: 0, memories: 0, attachments: 0, tickets: 0, notes: 0 };
}
