import { expect, it, jest } from '@jest/globals';
import { Emitter } from './emitter.js';

interface Events {
  number: number;
}

it('tells every listener, also behind one that throws, whose error it leaves to the host', () => {
  const left: (() => void)[] = [];
  jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => void left.push(task));
  const emitter = new Emitter<Events>();
  const told: number[] = [];
  emitter.on('number', () => {
    throw new Error('a listener failed');
  });
  emitter.on('number', (value) => told.push(value));
  emitter.emit('number', 7);
  expect(told).toEqual([7]);
  expect(left).toHaveLength(1);
  expect(left[0]).toThrow('a listener failed');
});

it('no longer tells a listener that was taken away, also by another one in the middle', () => {
  const emitter = new Emitter<Events>();
  const told: number[] = [];
  const stop = emitter.on('number', (value) => {
    told.push(value);
    stop();
  });
  emitter.emit('number', 1);
  emitter.emit('number', 2);
  expect(told).toEqual([1]);
});
