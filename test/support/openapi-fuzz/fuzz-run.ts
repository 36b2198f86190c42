import fc from 'fast-check';
import { AnswerCheck } from './answer-check.js';
import { curlLine } from './curl-line.js';
import { type FuzzDesk } from './fuzz-desk.js';
import { type FuzzOperation, fuzzOperations, type FuzzSchema } from './fuzz-operations.js';
import { type FuzzRequest, requestsOf } from './request-arbitraries.js';
import { type ApiKeys, toWire, type WireAnswer, WireClient, type WireRequest } from './send-request.js';
import { type SchemaLookup } from './value-arbitraries.js';

/** Requests of one operation in a row; then the next operation has its turn, so that they meet each other's work. */
const IN_A_ROW = 5;

export interface FuzzReport {
  readonly operations: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** One for each operation that failed: what is wrong, and the smallest request that was found to show it. */
  readonly failures: readonly string[];
  /** Operations that did not succeed once. */
  readonly unserved: readonly string[];
  readonly slowestMs: number;
  /** Requests that had no answer in time at first, but had one when they were sent again. */
  readonly late: number;
}

/** Sends at least `requests` requests, spread over all operations; the same seed makes up the same ones. */
export async function fuzz(
  desk: FuzzDesk,
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Promise<FuzzReport> {
  // What removes things comes last: the others have something to work on until then.
  const operations = fuzzOperations(desk.document).toSorted((a, b) => rank(a) - rank(b));
  const run = new FuzzRun(desk);
  const failures = new Map<string, string>();
  for (let round = 0; run.sent < requests; round += 1) {
    const keys = await desk.seed();
    for (const [index, operation] of operations.entries()) {
      if (failures.has(operation.name)) continue;
      const failure = await run.try(operation, keys, seed + round * operations.length + index);
      if (failure !== undefined) failures.set(operation.name, `${operation.name}: ${failure}`);
    }
  }
  run.close();
  return {
    operations: operations.length,
    requests: run.sent,
    statuses: Object.fromEntries([...run.statuses].toSorted()),
    failures: [...failures.values()],
    unserved: operations.map(({ name }) => name).filter((name) => !run.served.has(name)),
    slowestMs: Math.round(run.slowestMs),
    late: run.late,
  };
}

function rank({ method }: FuzzOperation): number {
  return method === 'DELETE' ? 1 : 0;
}

class FuzzRun {
  sent = 0;
  slowestMs = 0;
  late = 0;
  readonly served = new Set<string>();
  readonly statuses = new Map<string, number>();
  private readonly client: WireClient;
  private readonly check: AnswerCheck;
  private readonly find: SchemaLookup;

  constructor(private readonly desk: FuzzDesk) {
    this.client = new WireClient(desk.url);
    this.check = new AnswerCheck(desk.document);
    this.find = (ref) => (desk.document.components?.schemas?.[ref.split('/').at(-1) ?? ''] ?? {}) as FuzzSchema;
  }

  /** Tries some requests of an operation, and smaller ones where one fails. */
  async try(operation: FuzzOperation, keys: ApiKeys, seed: number): Promise<string | undefined> {
    let last: WireRequest | undefined;
    const property = fc.asyncProperty(requestsOf(operation, this.find), async (request) => {
      const wire = toWire(request, this.desk.pool, keys);
      const problem = await this.send(request, wire).catch((error: unknown) => `no answer: ${String(error)}`);
      if (problem === undefined) return;
      last = wire;
      throw new Error(problem);
    });
    const result = await fc.check(property, { seed, numRuns: IN_A_ROW, interruptAfterTimeLimit: 60_000 });
    if (!result.failed) return undefined;
    const problem = (result.errorInstance as { readonly message?: string } | null)?.message ?? 'it was interrupted';
    return `${problem}\n  ${last ? curlLine(this.desk.url, last) : ''}`;
  }

  close(): void {
    this.client.close();
  }

  private async send({ operation, family }: FuzzRequest, wire: WireRequest): Promise<string | undefined> {
    this.sent += 1;
    const answer = await this.answerTo(wire);
    this.slowestMs = Math.max(this.slowestMs, answer.ms);
    this.statuses.set(String(answer.status), (this.statuses.get(String(answer.status)) ?? 0) + 1);
    if (answer.status < 300) this.take(operation, family, wire.target, answer.body);
    const problem = this.check.problem(operation, answer);
    return problem && `${problem} (${answer.status} ${answer.body.slice(0, 300)})`;
  }

  /** A busy machine may be slow once; what hangs does so again. */
  private async answerTo(wire: WireRequest): Promise<WireAnswer> {
    const answer = await this.client.send(wire);
    if (answer.status !== 0) return answer;
    this.late += 1;
    return this.client.send(wire);
  }

  private take(operation: FuzzOperation, family: number, target: string, body: string): void {
    this.served.add(operation.name);
    if (operation.method === 'DELETE') this.desk.pool.forget(target);
    try {
      this.desk.pool.learn(JSON.parse(body), family);
    } catch {
      // A page or a stream names nothing.
    }
  }
}
