import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { KnowledgeSearch } from './knowledge-search.js';
import { SearchDto, SearchResultDto } from './knowledge.dto.js';

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/search')
export class SearchController {
  constructor(private readonly knowledge: KnowledgeSearch) {}

  /** The passages that match a query best, as the agent would get them. */
  @Post()
  @Operation('knowledge.search')
  @HttpCode(200)
  async search(@Body() request: SearchDto): Promise<SearchResultDto> {
    return { sources: await this.knowledge.search(request) };
  }
}
