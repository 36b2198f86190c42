import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { LiveSessions } from '../conversation/live-sessions.js';
import { Memories, type Memory } from '../conversation/memories.js';
import { Access } from '../transport/access.decorator.js';

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

@ApiTags('Sessions')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions/:sessionId/memories')
export class MemoriesController {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly memories: Memories,
  ) {}

  /** What is remembered of the customer, with the message each fact comes from. */
  @Get()
  @Access('owner', 'admin')
  async list(@Param('sessionId') sessionId: string): Promise<MemoryListDto> {
    await this.liveSessions.open(sessionId);
    return { data: (await this.memories.list(sessionId)).map((memory) => MemoryDto.of(memory)) };
  }

  /** Forgets all of it. */
  @Delete()
  @HttpCode(204)
  @Access('owner', 'admin')
  async forget(@Param('sessionId') sessionId: string): Promise<void> {
    await this.liveSessions.open(sessionId);
    await this.memories.forget(sessionId);
  }
}
