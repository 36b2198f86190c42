import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../../transport/operation.decorator.js';
import { Embeddings } from './embeddings.js';
import { ReindexDto, ReindexJobDto, ReindexStatusDto } from './reindex.dto.js';

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/reindex')
export class ReindexController {
  constructor(private readonly embeddings: Embeddings) {}

  /** Makes the missing vectors in the background; it goes on where it was after a restart. New documents need no call. */
  @Post()
  @Operation('reindex.start')
  @HttpCode(202)
  async start(@Body() { everything = false }: ReindexDto): Promise<ReindexJobDto> {
    return { jobId: await this.embeddings.reindex(everything) };
  }

  /** How many passages have their vector. */
  @Get()
  @Operation('reindex.progress')
  async status(): Promise<ReindexStatusDto> {
    return ReindexStatusDto.of(await this.embeddings.state());
  }
}
