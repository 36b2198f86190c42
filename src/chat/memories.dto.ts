import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { type Memory } from '../conversation/memories.js';
import { MEMORY_TYPES, type MemoryType } from '../conversation/turn-record.js';

export class ListMemoriesDto {
  /** Only memories of this type. */
  @IsOptional()
  @IsIn(MEMORY_TYPES)
  type?: MemoryType;
}

export class MemoryDto {
  memoryId: string;
  @ApiProperty({ enum: MEMORY_TYPES })
  type: MemoryType;
  /** @example 'order_number' */
  kind: string;
  value: string;
  /** 0 to 1 when it was said; it counts for less as it ages. */
  importance: number;
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
