import { Controller, Get, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { type UnansweredQuestion, UnansweredQuestions } from '../conversation/unanswered-questions.js';
import { Access } from '../transport/access.decorator.js';

export class ListUnansweredDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}

export class UnansweredQuestionDto {
  /** The latest wording. */
  question: string;
  /** How often it was asked. */
  count: number;
  firstAskedAt: string;
  lastAskedAt: string;

  static of({ firstAskedAt, lastAskedAt, ...question }: UnansweredQuestion): UnansweredQuestionDto {
    return { ...question, firstAskedAt: firstAskedAt.toISOString(), lastAskedAt: lastAskedAt.toISOString() };
  }
}

export class UnansweredListDto {
  data: UnansweredQuestionDto[];
}

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@Controller('knowledge/unanswered')
export class UnansweredController {
  constructor(private readonly questions: UnansweredQuestions) {}

  /** What customers asked and nobody could answer, most asked first: the help pages to write next. */
  @Get()
  @Access('knowledge', 'admin')
  async list(@Query() { limit }: ListUnansweredDto): Promise<UnansweredListDto> {
    return { data: (await this.questions.list(limit)).map((question) => UnansweredQuestionDto.of(question)) };
  }
}
