import { IsOptional, IsString } from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';

/** What is told of a document, however it comes; lengths are checked where documents are made. */
export class DocumentOriginDto {
  /** At most 500 characters; in Markdown the first heading stands in for it. @example 'Refunds' */
  @IsOptional()
  @IsString()
  @IsStorableText()
  title?: string;

  /** Where it comes from, in the company's own words. @example 'handbook/refunds.md' */
  @IsOptional()
  @IsString()
  @IsStorableText()
  source?: string;

  /** http or https; citations link to it. @example 'https://example.com/help/refunds' */
  @IsOptional()
  @IsString()
  @IsStorableText()
  url?: string;
}
