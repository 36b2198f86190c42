import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Access } from '../../transport/access.decorator.js';
import { Embeddings } from './embeddings.js';
import { ReindexDto, ReindexJobDto, ReindexStatusDto } from './reindex.dto.js';

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/reindex')
export class ReindexController {
  constructor(private readonly embeddings: Embeddings) {}

  /** Makes the missing vectors in the background; it goes on where it was after a restart. New documents need no call. */
  @Post()
  @HttpCode(202)
  @Access('admin')
  async start(@Body() { everything = false }: ReindexDto): Promise<ReindexJobDto> {
    return { jobId: await this.embeddings.reindex(everything) };
  }

  /** How many passages have their vector. */
  @Get()
  @Access('knowledge', 'admin')
  async status(): Promise<ReindexStatusDto> {
    return ReindexStatusDto.of(await this.embeddings.state());
  }
}
