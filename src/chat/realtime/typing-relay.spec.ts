import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Typing } from '@frontdesk/client';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { type SharedTimer } from './shared-timer.js';
import { Sockets } from './sockets.js';
import { TYPING_MS, TypingRelay } from './typing-relay.js';

const ON: Typing = { sessionId: 's-1', who: 'customer', name: null, on: true };
const OFF: Typing = { ...ON, on: false };

describe('typing', () => {
  let told: Typing[];
  let clock: FakeClock;
  let relay: TypingRelay;
  let tick: () => void;

  beforeEach(() => {
    told = [];
    clock = new FakeClock();
    const toRoom = (keep: boolean) => ({
      to: () => ({
        except: () => ({ emit: (_name: string, typing: Typing) => keep && told.push(typing) }),
      }),
    });
    const sockets = new Sockets();
    sockets.chat = toRoom(true) as unknown as Sockets['chat'];
    sockets.console = toRoom(false) as unknown as Sockets['console'];
    const timer = { everySecond: (task: () => void) => (tick = task) } as unknown as SharedTimer;
    relay = new TypingRelay(sockets, clock, timer);
  });

  it('is told when it begins and ends, and now and then meanwhile', () => {
    for (let second = 0; second < 5; second += 1) {
      relay.hear('socket', ON);
      clock.advance(1000);
    }
    expect(told).toEqual([ON, ON, ON]);
    relay.hear('socket', OFF);
    relay.hear('socket', OFF);
    expect(told).toEqual([ON, ON, ON, OFF]);
  });

  it('is over by itself when nothing more is heard', () => {
    relay.hear('socket', ON);
    clock.advance(TYPING_MS - 1);
    tick();
    expect(told).toEqual([ON]);
    clock.advance(1);
    tick();
    tick();
    expect(told).toEqual([ON, OFF]);
  });

  it('is over when the socket is gone, in every session it wrote in', () => {
    relay.hear('socket', ON);
    relay.hear('socket', { ...ON, sessionId: 's-2' });
    relay.hear('socket-2', ON);
    relay.leave('socket');
    expect(told.slice(3)).toEqual([OFF, { ...OFF, sessionId: 's-2' }]);
  });
});
