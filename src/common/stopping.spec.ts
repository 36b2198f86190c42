import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Stopping } from './stopping.js';

describe('Stopping', () => {
  it('has no time left when the grace is over', async () => {
    const stopping = new Stopping(20);
    expect(stopping.hasBegun).toBe(false);
    stopping.begin();
    expect(stopping.hasBegun).toBe(true);
    expect(stopping.leftMs()).toBeLessThanOrEqual(20);
    await sleep(30);
    stopping.begin(60_000);
    expect(stopping.leftMs()).toBe(0);
  });

  it('counts the delay before the grace', () => {
    const stopping = new Stopping(10_000);
    stopping.begin(5_000);
    expect(stopping.leftMs()).toBeGreaterThan(14_000);
    expect(stopping.leftMs()).toBeLessThanOrEqual(15_000);
  });

  it('has begun for those who close without it', () => {
    const stopping = new Stopping(10_000);
    expect(stopping.leftMs()).toBeLessThanOrEqual(10_000);
    expect(stopping.hasBegun).toBe(true);
  });

  it('waits for everybody who leaves', async () => {
    const stopping = new Stopping(60_000);
    const left: string[] = [];
    stopping.onDeparture(async () => {
      await sleep(15);
      left.push('slow');
    });
    stopping.onDeparture(async () => void left.push('quick'));
    await stopping.depart();
    expect(left).toEqual(['quick', 'slow']);
  });

  it('waits for nobody longer than the grace', async () => {
    const stopping = new Stopping(20);
    stopping.onDeparture(() => new Promise(() => undefined));
    await stopping.depart();
    expect(stopping.leftMs()).toBeLessThan(5);
  });
});
