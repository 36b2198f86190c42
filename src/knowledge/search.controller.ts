import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Access } from '../transport/access.decorator.js';
import { KnowledgeSearch } from './knowledge-search.js';
import { SearchDto, SearchResultDto } from './knowledge.dto.js';

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/search')
export class SearchController {
  constructor(private readonly knowledge: KnowledgeSearch) {}

  /** The passages that match a query best, as the agent would get them. */
  @Post()
  @HttpCode(200)
  @Access('chat', 'knowledge', 'admin')
  async search(@Body() request: SearchDto): Promise<SearchResultDto> {
    return { sources: await this.knowledge.search(request) };
  }
}
