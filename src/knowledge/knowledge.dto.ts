import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsStorableText } from '../transport/storable-text.js';
import { type DocumentFormat } from './document-input.js';
import { DocumentOriginDto } from './document-origin.dto.js';
import { type AddedDocument, type DocumentSummary, type KnowledgeDocument } from './knowledge-documents.js';

export class DocumentDto extends DocumentOriginDto {
  /** Comes back with every source; searches filter on it. @example { "product": "shop" } */
  @IsOptional()
  @IsObject()
  @IsStorableText()
  metadata?: Record<string, unknown>;

  /** 1 to 1,000,000 characters. @example 'You can return any item within 30 days of delivery.' */
  @IsString()
  @IsStorableText()
  text: string;

  /** In Markdown, headings divide the text. */
  @IsOptional()
  @IsIn(['text', 'markdown'])
  format?: DocumentFormat;
}

export class DocumentBatchDto {
  /** Stored all together or not at all. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5000)
  @ValidateNested({ each: true })
  @Type(() => DocumentDto)
  documents: DocumentDto[];
}

export class AddedDocumentDto {
  documentId: string;
  /** Passages it was divided into. */
  chunks: number;
  /** Searchable, on every instance. */
  status: 'indexed';
  /** The same content was there already, under this id. */
  deduplicated: boolean;

  static of({ documentId, chunks, status, deduplicated }: AddedDocument): AddedDocumentDto {
    return { documentId, chunks, status, deduplicated };
  }
}

export class AddedDocumentsDto {
  documents: AddedDocumentDto[];
}

export class DocumentSummaryDto {
  documentId: string;
  title: string;
  source: string | null;
  url: string | null;
  metadata: Record<string, unknown>;
  chunks: number;
  createdAt: string;

  static of({ createdAt, ...document }: DocumentSummary): DocumentSummaryDto {
    return { ...document, createdAt: createdAt.toISOString() };
  }
}

export class StoredDocumentDto extends DocumentSummaryDto {
  text: string;

  static override of({ createdAt, ...document }: KnowledgeDocument): StoredDocumentDto {
    return { ...document, createdAt: createdAt.toISOString() };
  }
}

export class ListDocumentsDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}

export class DocumentPageDto {
  data: DocumentSummaryDto[];
  nextCursor: string | null;
  hasMore: boolean;
}

export class SearchDto {
  /** @example 'How long do refunds take?' */
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'query must not be empty' })
  @IsStorableText()
  query: string;

  /** What was said before, for a question that leans on it. */
  @IsOptional()
  @IsString()
  @MaxLength(20000)
  @IsStorableText()
  context?: string;

  /** Most passages. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(50)
  k?: number;

  /** Least score. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  threshold?: number;

  /** What a document's metadata must contain. @example { "product": "shop" } */
  @IsOptional()
  @IsObject()
  @IsStorableText()
  filter?: Record<string, string | number | boolean>;

  /** Whether each source tells how its score came about. */
  @IsOptional()
  @IsBoolean()
  explain?: boolean;
}

export class SourceDto {
  documentId: string;
  chunkId: string;
  title: string;
  content: string;
  /** Headings above the passage. */
  heading: string | null;
  /** 0 to 1, comparable between queries. */
  score: number;
  url: string | null;
  source: string | null;
  metadata: Record<string, unknown>;
  /** Offsets of the passage in the document's text. */
  position: { start: number; end: number };
  /** Terms, their weights and what each added; only with `explain`. */
  explanation?: object;
}

export class SearchResultDto {
  sources: SourceDto[];
}
