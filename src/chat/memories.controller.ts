import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { NotFound } from '../common/app-error.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { Memories } from '../conversation/memories.js';
import { Operation } from '../transport/operation.decorator.js';
import { ListMemoriesDto, MemoryDto, MemoryListDto } from './memories.dto.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions/:sessionId/memories')
export class MemoriesController {
  constructor(
    private readonly liveSessions: LiveSessions,
    private readonly memories: Memories,
  ) {}

  /** What is remembered of the customer, with the message each memory comes from. */
  @Get()
  @Operation('memories.list')
  async list(@Param('sessionId') sessionId: string, @Query() { type }: ListMemoriesDto): Promise<MemoryListDto> {
    await this.liveSessions.open(sessionId);
    return { data: (await this.memories.list(sessionId, type)).map((memory) => MemoryDto.of(memory)) };
  }

  /** Forgets one thing. */
  @Delete(':memoryId')
  @Operation('memories.delete')
  @HttpCode(204)
  async forgetOne(@Param('sessionId') sessionId: string, @Param('memoryId') memoryId: string): Promise<void> {
    await this.liveSessions.open(sessionId);
    if (!(await this.memories.forgetOne(sessionId, memoryId))) throw new NotFound('This session has no such memory.');
  }

  /** Forgets all of it, for good. */
  @Delete()
  @Operation('memories.clear')
  @HttpCode(204)
  async forget(@Param('sessionId') sessionId: string): Promise<void> {
    await this.liveSessions.open(sessionId);
    await this.memories.forget(sessionId);
  }
}
