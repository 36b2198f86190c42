import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '../../test/support/until.js';
import { StoreUnavailable } from './session.errors.js';
import { SessionStoreWatch } from './session-store-watch.js';

describe('SessionStoreWatch', () => {
  const state = { away: false, pings: 0 };
  const heard: string[] = [];
  const store = {
    ping: async () => {
      state.pings += 1;
      if (state.away) throw new StoreUnavailable('out of reach');
      return { roundTripMs: 0 };
    },
  };
  const watch = new SessionStoreWatch(
    store,
    {
      onAway: (error) => heard.push(error instanceof StoreUnavailable ? 'away' : 'broken'),
      onReturn: (awayMs) => heard.push(awayMs >= 0 ? 'back' : 'broken'),
    },
    5,
  );

  afterEach(async () => {
    await watch.stop();
    heard.length = 0;
  });

  it('tells of each change once', async () => {
    state.away = false;
    await watch.start();
    expect(heard).toEqual([]);
    for (const away of [true, false, true]) {
      const before = state.pings;
      state.away = away;
      await until(() => state.pings > before + 3);
    }
    expect(heard).toEqual(['away', 'back', 'away']);
    state.away = false;
    await until(() => heard.length === 4);
  });

  it('knows a store that is away from the start by the time it has started', async () => {
    state.away = true;
    await watch.start();
    expect(heard).toEqual(['away']);
    state.away = false;
    await until(() => heard.at(-1) === 'back');
  });

  it('asks no more once it is stopped', async () => {
    await watch.start();
    await watch.stop();
    const { pings } = state;
    await sleep(30);
    expect(state.pings).toBe(pings);
  });
});
