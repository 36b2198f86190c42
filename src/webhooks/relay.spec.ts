import { describe, expect, it } from '@jest/globals';
import { type ClaimedEvent } from './outbox.js';
import { Relay } from './relay.js';

const NOTHING = async (): Promise<void> => undefined;

function eventOf(position: number): ClaimedEvent {
  return {
    ...{
      endpointId: 'whk_1',
      position: String(position),
      eventId: `evt_${position}`,
      type: 'message.created',
      sessionId: 's',
    },
    ...{ attempts: 1, leasedUntil: new Date(), url: 'https://example.com/', failingSince: null, secrets: [] },
  };
}

/** Resolves when `times` more calls were made. */
class Calls {
  private waiting: { left: number; resolve: () => void } | undefined;

  happened(): void {
    if (this.waiting && (this.waiting.left -= 1) === 0) this.waiting.resolve();
  }

  next(times = 1): Promise<void> {
    return new Promise((resolve) => {
      this.waiting = { left: times, resolve };
    });
  }
}

describe('Relay', () => {
  it('asks for no more than it may send at once, and names what it is sending', async () => {
    const asked: [number, number][] = [];
    const done = Promise.withResolvers<undefined>();
    const claims = new Calls();
    let given = 0;
    const outbox = {
      isWanted: async () => true,
      claim: async (most: number, busy: readonly string[]) => {
        asked.push([most, busy.length]);
        claims.happened();
        return Array.from({ length: Math.min(most, 10) }, () => eventOf((given += 1)));
      },
    };
    const relay = new Relay(outbox, { deliver: () => done.promise }, { warn: () => undefined });
    const two = claims.next(2);
    relay.start();
    await two;
    expect(asked).toEqual([
      [16, 0],
      [6, 10],
    ]);
    const stopped = relay.stop(10_000);
    done.resolve(undefined);
    await stopped;
    expect(given).toBe(16);
  });

  it('asks for nothing while there is no endpoint, until it is woken', async () => {
    const looks = new Calls();
    const claims = new Calls();
    let wanted = false;
    let claimed = 0;
    const outbox = {
      isWanted: async () => {
        looks.happened();
        return wanted;
      },
      claim: async () => {
        claimed += 1;
        claims.happened();
        return [];
      },
    };
    const relay = new Relay(outbox, { deliver: NOTHING }, { warn: () => undefined });
    const looked = looks.next();
    relay.start();
    await looked;
    expect(claimed).toBe(0);
    wanted = true;
    const asked = claims.next();
    relay.wake();
    await asked;
    await relay.stop(0);
  });

  it('outlives a database that is away, and tells it once', async () => {
    const claims = new Calls();
    const warnings: object[] = [];
    const delivered: string[] = [];
    let away = true;
    const outbox = {
      isWanted: async () => true,
      claim: async () => {
        claims.happened();
        if (away) throw new Error('away');
        return delivered.length === 0 ? [eventOf(1)] : [];
      },
    };
    const deliver = async ({ eventId }: ClaimedEvent): Promise<void> => {
      delivered.push(eventId);
    };
    const relay = new Relay(outbox, { deliver }, { warn: (entry) => warnings.push(entry) });
    relay.start();
    for (const isAway of [true, true, false]) {
      away = isAway;
      const asked = claims.next();
      relay.wake();
      await asked;
    }
    await relay.stop(1_000);
    expect(delivered).toEqual(['evt_1']);
    expect(warnings).toEqual([{ event: 'webhook_relay_failed', code: 'internal' }]);
  });

  it('cuts what does not end within the grace', async () => {
    const begun = Promise.withResolvers<undefined>();
    const outbox = { isWanted: async () => true, claim: async () => [eventOf(1)] };
    const deliver = (_: ClaimedEvent, signal: AbortSignal): Promise<void> => {
      begun.resolve(undefined);
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    };
    const relay = new Relay(outbox, { deliver }, { warn: () => undefined });
    relay.start();
    await begun.promise;
    await relay.stop(1);
  });
});
