import { createHash } from 'node:crypto';
import { AppError } from '../../common/app-error.js';
import { type Clock } from '../../common/clock.js';
import { type JobDefinition } from '../../jobs/job-definition.js';
import { type Embedder } from './embedder.js';
import { EmbeddingsOff } from './embedding.errors.js';
import { fillVectors } from './fill-vectors.js';
import { type StoredSettings, type VectorProgress, type VectorStore } from './vector-store.js';

/** How old a look at the progress may be for a search to go by it, ms. */
const LOOK_MS = 10_000;
/** Share of the chunks that must have a vector: below, what has one would be found for that alone. */
const COMPLETE_ENOUGH = 0.9;
/** A run that was lost, by a crash in just the wrong moment, is made up for within the hour. */
const EVERY_HOUR = '17 * * * *';

/** The part of the background jobs that is used. */
export interface VectorJobs {
  define(definition: JobDefinition): void;
  send(name: string): Promise<string | null>;
}

export interface VectorIndexParts {
  readonly embedder: Embedder;
  readonly store: VectorStore;
  readonly jobs: VectorJobs;
  readonly clock: Clock;
}

/** How far the vectors are; `unsupported`: the database has no pgvector, or does not let us use it. */
export interface VectorState extends Omit<VectorProgress, 'settings'> {
  readonly status: 'complete' | 'running' | 'failed' | 'unsupported';
  readonly dimensions: number | null;
}

/**
 * Keeps one vector of the current settings for each chunk, by a background job that any instance may do and that goes on where it
 * was left: it always looks for chunks that have none.
 */
export class VectorIndex {
  private readonly job: string;
  private supported = false;
  private seen: { readonly at: number; readonly settings: StoredSettings | undefined } | undefined;
  private looking: Promise<void> | undefined;
  private failure: string | null = null;

  constructor(private readonly parts: VectorIndexParts) {
    const { embedder, jobs } = parts;
    // A name of its own for each settings: an instance with others, before or after a change, must not take the job.
    this.job = `knowledge-vectors-${createHash('sha256').update(embedder.settings).digest('hex').slice(0, 12)}`;
    jobs.define({
      name: this.job,
      handler: (_, { signal }) => this.run(signal),
      retryLimit: 20,
      retryDelaySeconds: 10,
      expireInSeconds: 86_400,
      cron: EVERY_HOUR,
      atStart: true,
      oneAtATime: true,
    });
  }

  /** Makes the tables if they are missing, and looks how far the vectors are. Throws what the database says against them. */
  async prepare(): Promise<'ready' | 'no_extension'> {
    const support = await this.parts.store.prepare();
    this.supported = support === 'ready';
    if (!this.supported) return support;
    await this.parts.store.want(this.parts.embedder.settings);
    await this.look();
    return support;
  }

  /**
   * Asks for a run; one that waits already does the same.
   * @param everything also makes anew what is there: the model changed behind its name. Searches go by words alone meanwhile.
   * @returns the job's id, null when one was waiting
   * @throws EmbeddingsOff, JobsUnavailable
   */
  async request(everything = false): Promise<string | null> {
    if (!this.supported) {
      throw new EmbeddingsOff('The database has no pgvector extension. Install it on the server, then start again.');
    }
    if (everything) {
      const { settings } = await this.look();
      if (settings) await this.parts.store.remove(settings.settingsId);
      await this.look();
    }
    return this.parts.jobs.send(this.job);
  }

  /** The settings that a search may ask with; undefined while too few chunks have their vector. */
  usable(): StoredSettings | undefined {
    if (!this.supported) return undefined;
    // The search that finds the look too old goes by it and starts the next.
    if (!this.seen || this.parts.clock.now() - this.seen.at > LOOK_MS) this.looking ??= this.lookQuietly();
    return this.seen?.settings;
  }

  async state(): Promise<VectorState> {
    if (!this.supported) return { status: 'unsupported', total: 0, done: 0, failure: null, dimensions: null };
    const { settings, ...progress } = await this.look();
    const status = progress.done >= progress.total ? 'complete' : progress.failure === null ? 'running' : 'failed';
    return { ...progress, status, dimensions: settings?.dimensions ?? null };
  }

  private async run(signal: AbortSignal): Promise<void> {
    const { embedder, store } = this.parts;
    // Whoever installed pgvector, or gave the right to use it, need not start the desk again.
    if (!this.supported && (await this.prepare()) !== 'ready') return;
    try {
      const { settings: known } = await this.look();
      const settings = await fillVectors(store, embedder, known, signal);
      this.failure = null;
      if (settings) {
        await store.noteFailure(settings.settingsId, null);
        await store.removeOlder(settings.settingsId);
      }
      await this.look();
    } catch (error) {
      if (!signal.aborted) await this.note(error instanceof AppError ? error.code : 'internal');
      throw error;
    }
  }

  /** Kept with the settings, for all instances; before there are any, in this one. */
  private async note(failure: string): Promise<void> {
    this.failure = failure;
    const { settings } = await this.look();
    if (settings) await this.parts.store.noteFailure(settings.settingsId, failure);
  }

  private async look(): Promise<VectorProgress> {
    const { store, embedder, clock } = this.parts;
    const progress = await store.progress(embedder.settings);
    const { settings, done, total } = progress;
    this.seen = { at: clock.now(), settings: total > 0 && done >= COMPLETE_ENOUGH * total ? settings : undefined };
    return settings ? progress : { ...progress, failure: this.failure };
  }

  /** A search goes on with what was last seen; what is wrong with the database it will learn by itself. */
  private async lookQuietly(): Promise<void> {
    try {
      await this.look();
    } catch {
      this.seen = { at: this.parts.clock.now(), settings: undefined };
    } finally {
      this.looking = undefined;
    }
  }
}
