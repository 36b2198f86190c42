import { describe, expect, it } from '@jest/globals';
import { EventOrder } from './event-order.js';

describe('EventOrder', () => {
  it('takes what follows once, and sees what is missing', () => {
    const order = new EventOrder(4);
    expect(order.take({ seq: 5 })).toBe('new');
    expect(order.take({ seq: 5 })).toBe('repeat');
    expect(order.take({ seq: 3 })).toBe('repeat');
    expect(order.take({ seq: 7 })).toBe('gap');
    expect(order.lastSeq).toBe(5);
    expect(order.take({ seq: 6 })).toBe('new');
  });

  it('knows events that stand for several', () => {
    const order = new EventOrder(4);
    expect(order.take({ fromSeq: 5, seq: 9 })).toBe('new');
    expect(order.take({ fromSeq: 7, seq: 9 })).toBe('repeat');
    expect(order.take({ fromSeq: 8, seq: 12 })).toBe('new');
    expect(order.take({ fromSeq: 14, seq: 20 })).toBe('gap');
    expect(order.lastSeq).toBe(12);
  });

  it('begins with whatever comes first when nothing is known', () => {
    const order = new EventOrder(null);
    expect(order.lastSeq).toBeNull();
    expect(order.take({ seq: 31 })).toBe('new');
    expect(order.take({ seq: 30 })).toBe('repeat');
  });

  it('goes on behind a number it is moved to, also back', () => {
    const order = new EventOrder(9);
    order.moveTo(3);
    expect(order.take({ seq: 4 })).toBe('new');
  });
});
