import { setTimeout as sleep } from 'node:timers/promises';
import { type Answerer, type AnswerPart, type AnswerRequest } from '../../src/llm/answerer.js';
import { type Sql, type SqlStatement } from '../../src/database/sql.js';
import { DatabaseUnavailable } from '../../src/database/database.errors.js';
import { type Database } from '../../src/database/database.js';
import { type SessionStore } from '../../src/session/session-store.js';
import { StoreUnavailable } from '../../src/session/session.errors.js';
import { type Tool, type ToolContext } from '../../src/tools/contract/tool.js';

/** A real tool whose next calls can be told to fail or hang. */
export class ChaosTool<Input, Output> implements Tool<Input, Output> {
  private plan: ('fail' | 'hang')[] = [];

  constructor(private readonly real: Tool<Input, Output>) {}

  get name(): string {
    return this.real.name;
  }

  get description(): string {
    return this.real.description;
  }

  next(...plan: ('fail' | 'hang')[]): void {
    this.plan = plan;
  }

  async run(input: Input, context: ToolContext): Promise<Output> {
    const step = this.plan.shift();
    if (step === 'fail') throw new Error('told to fail');
    if (step === 'hang') await sleep(600_000, undefined, { signal: context.signal });
    return this.real.run(input, context);
  }
}

interface Gate {
  readonly opens: Promise<unknown>;
  readonly reached: () => void;
}

/** A real answerer that can be told to wait before its last word. */
export class SlowAnswerer implements Answerer {
  private readonly gates: Gate[] = [];

  constructor(private readonly real: Answerer) {}

  get model(): string {
    return this.real.model;
  }

  /** The next answer waits until `opens` is settled, or its signal fires; resolves when it has come so far. */
  waitFor(opens: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
      this.gates.push({ opens, reached: resolve });
    });
  }

  async *answer(request: AnswerRequest): AsyncGenerator<AnswerPart> {
    const gate = this.gates.shift();
    for await (const part of this.real.answer(request)) {
      if (part.type === 'done' && gate) {
        gate.reached();
        await Promise.race([gate.opens, aborted(request.signal)]);
      }
      yield part;
    }
  }
}

/** A real session store that can be taken out of reach and brought back. */
export interface StoreOutage {
  readonly store: SessionStore;
  away: boolean;
}

/** Wraps a store; it is within reach at first, and closing it always works. */
export function storeWithOutages(store: SessionStore): StoreOutage {
  const state: StoreOutage = {
    away: false,
    store: new Proxy(store, {
      get: (real, name: keyof SessionStore) => {
        if (name === 'close') return () => real.close();
        return async (...args: unknown[]) => {
          if (state.away) throw new StoreUnavailable('told to be out of reach');
          return (real[name] as (...given: unknown[]) => Promise<unknown>).apply(real, args);
        };
      },
    }),
  };
  return state;
}

/** The real database, out of reach for the statements named. */
export function databaseWithOutages(database: Database, down: Set<string>): Sql {
  return {
    async query<Row extends object>(statement: SqlStatement, values?: readonly unknown[]): Promise<Row[]> {
      if (down.has(statement.name)) throw new DatabaseUnavailable('told to be out of reach');
      return database.query<Row>(statement, values);
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
