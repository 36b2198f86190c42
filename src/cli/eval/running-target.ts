import { randomUUID } from 'node:crypto';
import { EvalTargetFailed } from './eval-errors.js';
import { type EvalDocument } from './retrieval-set.js';
import { type Hit, type RetrievalTarget, type SearchRequest } from './retrieval-target.js';

/** Bytes of documents in one request: far below the body limit of 1 MB, so that customers of the desk are served in between. */
const BATCH_BYTES = 200_000;

const BATCH_DOCUMENTS = 20;

const DELETES_AT_ONCE = 4;

const TIMEOUT_SECONDS = 120;

interface AddedDocuments {
  readonly documents: readonly { readonly documentId: string; readonly deduplicated: boolean }[];
}

interface DocumentPage {
  readonly data: readonly { readonly documentId: string; readonly metadata: Readonly<Record<string, unknown>> }[];
  readonly nextCursor: string | null;
}

interface FoundSources {
  readonly sources: readonly Hit[];
}

/** A desk that already serves, over its REST interface. Only what this evaluation added is deleted from it again. */
export class RunningTarget implements RetrievalTarget {
  private readonly base: string;
  private readonly added = new Set<string>();
  /** Marks the documents of this run, for those whose request failed with its outcome unknown. */
  private readonly run = randomUUID();
  private outcomeUnknown = false;

  /** `url` without a path means the default prefix /api/v1; `apiKey` may write and search knowledge. */
  constructor(
    url: string,
    private readonly apiKey: string,
  ) {
    const { origin, pathname } = new URL(url);
    this.base = origin + (pathname === '/' ? '/api/v1' : pathname.replace(/\/$/, ''));
  }

  async load(documents: readonly EvalDocument[], signal: AbortSignal): Promise<string[]> {
    const ids: string[] = [];
    for (const batch of batches(documents.map((document) => this.requestDocument(document)))) {
      signal.throwIfAborted();
      this.outcomeUnknown = true;
      const answer = (await this.request('POST', '/knowledge/documents', { documents: batch })) as AddedDocuments;
      this.outcomeUnknown = false;
      for (const { documentId, deduplicated } of answer.documents) {
        ids.push(documentId);
        if (!deduplicated) this.added.add(documentId);
      }
    }
    return ids;
  }

  async search(query: string, request: SearchRequest): Promise<Hit[]> {
    const answer = (await this.request('POST', '/knowledge/search', { query, ...request })) as FoundSources;
    return answer.sources.map(({ documentId, score }) => ({ documentId, score }));
  }

  async close(): Promise<void> {
    if (this.outcomeUnknown) await this.findOwn();
    const ids = [...this.added];
    for (let at = 0; at < ids.length; at += DELETES_AT_ONCE) {
      await Promise.all(ids.slice(at, at + DELETES_AT_ONCE).map((id) => this.remove(id)));
    }
  }

  /** Adds to `added` what a failed request may have left. */
  private async findOwn(): Promise<void> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) });
      const page = (await this.request('GET', `/knowledge/documents?${query.toString()}`)) as DocumentPage;
      for (const { documentId, metadata } of page.data) if (metadata.evalRun === this.run) this.added.add(documentId);
      cursor = page.nextCursor;
    }
    this.outcomeUnknown = false;
  }

  private async remove(id: string): Promise<void> {
    await this.request('DELETE', `/knowledge/documents/${encodeURIComponent(id)}`);
    this.added.delete(id);
  }

  private requestDocument({ id, title, text, fields }: EvalDocument): object {
    return { title, text, metadata: { ...fields, evalId: id, evalRun: this.run } };
  }

  private async request(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(this.base + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-api-key': this.apiKey },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
    }).catch((cause: unknown) => {
      const message = `${method} ${this.base}${path} got no answer within ${TIMEOUT_SECONDS} s. Is the desk running there?`;
      throw new EvalTargetFailed(message, { cause });
    });
    const text = await response.text();
    if (response.ok) return text === '' ? undefined : (JSON.parse(text) as unknown);
    throw new EvalTargetFailed(`${method} ${this.base}${path} was answered ${response.status}: ${text.slice(0, 500)}`);
  }
}

/** Cuts documents into requests, by bytes and by number; one that is too large alone goes alone, for the desk to judge. */
export function batches(documents: readonly object[]): object[][] {
  const result: object[][] = [];
  let bytes = Infinity;
  for (const document of documents) {
    const size = Buffer.byteLength(JSON.stringify(document));
    const last = result.at(-1);
    if (!last || bytes + size > BATCH_BYTES || last.length === BATCH_DOCUMENTS) {
      result.push([document]);
      bytes = size;
    } else {
      last.push(document);
      bytes += size;
    }
  }
  return result;
}
