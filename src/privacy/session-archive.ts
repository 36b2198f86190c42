import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type SqlStatement } from '../database/sql.js';
import { SessionBlobs } from '../tools/attachment/session-blobs.js';
import { type ArchiveCounts } from './archive-counts.js';
import { base64Text } from './base64-text.js';
import { ATTACHMENTS, MEMORIES, MESSAGES, TICKETS, TURNS } from './export-statements.js';

/** Rows read at a time; files one by one, each comes with its text. */
const PAGE = 200;

interface MessageRow {
  readonly seq: number;
  readonly feedback: object | null;
}
interface TicketRow {
  readonly number: number;
  readonly notes: readonly object[];
}
interface AttachmentRow {
  readonly attachmentId: string;
}

/** A list that is read page by page, as JSON without its brackets. */
type Part = (database: Database, sessionId: string, counts: ArchiveCounts) => AsyncGenerator<string, void>;

const PARTS: Readonly<Record<string, Part>> = {
  messages: part<MessageRow>(MESSAGES, 0, 'seq', ({ feedback }, counts) => {
    counts.messages += 1;
    if (feedback) counts.feedback += 1;
  }),
  turns: part<{ readonly epoch: number }>(TURNS, -1, 'epoch', (_, counts) => (counts.turns += 1)),
  memories: part<{ readonly memoryId: string }>(MEMORIES, '', 'memoryId', (_, counts) => (counts.memories += 1)),
  tickets: part<TicketRow>(TICKETS, 0, 'number', ({ notes }, counts) => {
    counts.tickets += 1;
    counts.notes += notes.length;
  }),
};

/** Writes one session of an archive as JSON text, never much of it at once. */
@Injectable()
export class SessionArchive {
  constructor(
    private readonly database: Database,
    private readonly blobs: SessionBlobs,
  ) {}

  /** A JSON object with all of `session` and its parts; adds what it wrote to `counts`. @throws DatabaseUnavailable, AttachmentStorageUnavailable */
  async *write(session: { readonly sessionId: string }, counts: ArchiveCounts): AsyncGenerator<string, void> {
    yield JSON.stringify(session).slice(0, -1);
    for (const [name, rows] of Object.entries(PARTS)) {
      yield `,\n"${name}":[`;
      yield* separated(rows(this.database, session.sessionId, counts));
      yield ']';
    }
    yield `,\n"attachments":[`;
    yield* this.attachments(session.sessionId, counts);
    yield ']}';
    counts.sessions += 1;
  }

  private async *attachments(sessionId: string, counts: ArchiveCounts): AsyncGenerator<string, void> {
    for (let after = ''; ;) {
      const [file] = await this.database.query<AttachmentRow>(ATTACHMENTS, [sessionId, after, 1]);
      if (!file) return;
      const content = await this.blobs.read(file.attachmentId);
      yield `${after === '' ? '' : ',\n'}${JSON.stringify(file).slice(0, -1)},"contentBase64":`;
      if (content) {
        yield '"';
        yield* base64Text(content);
        yield '"}';
      } else {
        // It was deleted between the two questions.
        yield 'null}';
      }
      counts.attachments += 1;
      after = file.attachmentId;
    }
  }
}

/** @param key the column that pages are cut by, `start` is before its first value */
function part<Row extends object>(
  statement: SqlStatement,
  start: string | number,
  key: keyof Row,
  count: (row: Row, counts: ArchiveCounts) => void,
): Part {
  return async function* (database, sessionId, counts) {
    for (let after: unknown = start; ;) {
      const page = await database.query<Row>(statement, [sessionId, after, PAGE]);
      for (const row of page) count(row, counts);
      if (page.length > 0) yield page.map((row) => JSON.stringify(row)).join(',\n');
      if (page.length < PAGE) return;
      after = page.at(-1)?.[key];
    }
  };
}

async function* separated(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let first = true;
  for await (const text of texts) {
    yield first ? text : `,\n${text}`;
    first = false;
  }
}
