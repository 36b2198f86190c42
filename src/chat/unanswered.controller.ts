import { Controller, Get, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { UnansweredQuestions } from '../conversation/unanswered-questions.js';
import { Operation } from '../transport/operation.decorator.js';
import { ListUnansweredDto, UnansweredListDto, UnansweredQuestionDto } from './unanswered.dto.js';

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/unanswered')
export class UnansweredController {
  constructor(private readonly questions: UnansweredQuestions) {}

  /** What customers asked and nobody could answer, most asked first: the help pages to write next. */
  @Get()
  @Operation('knowledge.unanswered')
  async list(@Query() { limit }: ListUnansweredDto): Promise<UnansweredListDto> {
    return { data: (await this.questions.list(limit)).map((question) => UnansweredQuestionDto.of(question)) };
  }
}
