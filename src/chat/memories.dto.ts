import { type Memory } from '../conversation/memories.js';

export class MemoryDto {
  memoryId: string;
  type: 'fact';
  /** @example 'order_number' */
  kind: string;
  value: string;
  /** The message it was said in. */
  messageId: string;
  createdAt: string;

  static of({ createdAt, ...memory }: Memory): MemoryDto {
    return { ...memory, createdAt: createdAt.toISOString() };
  }
}

export class MemoryListDto {
  data: MemoryDto[];
}
