import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { type UnansweredQuestion } from '../conversation/unanswered-questions.js';

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
