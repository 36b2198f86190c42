import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';
import { DocumentOriginDto } from './document-origin.dto.js';

/** A multipart form with a file and what is known of it. */
export class UploadDto extends DocumentOriginDto {
  /** A .md, .markdown or .txt file in UTF-8, at most 1 MB. The multipart parser takes it out of the body. */
  @ApiProperty({ type: 'string', format: 'binary' })
  @IsOptional()
  file?: unknown;

  /** A JSON object. */
  @IsOptional()
  @IsString()
  @IsStorableText()
  metadata?: string;
}
