import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { LiveSessions } from '../conversation/live-sessions.js';
import { Memories } from '../conversation/memories.js';
import { Access } from '../transport/access.decorator.js';
import { MemoryDto, MemoryListDto } from './memories.dto.js';

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
