import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiSecurity,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { NotFound } from '../common/app-error.js';
import { Operation } from '../transport/operation.decorator.js';
import { type AddDocuments, AddDocumentsPipe } from './add-documents.pipe.js';
import { KnowledgeDocuments } from './knowledge-documents.js';
import {
  AddedDocumentDto,
  AddedDocumentsDto,
  DocumentBatchDto,
  DocumentDto,
  DocumentPageDto,
  DocumentSummaryDto,
  ListDocumentsDto,
  StoredDocumentDto,
} from './knowledge.dto.js';
import { UploadDto } from './upload.dto.js';
import { type UploadedDocumentFile } from './uploaded-document.js';

/** The body limit of every operation, for files too. */
const FILE_LIMITS = { fileSize: 1024 * 1024, files: 1, fields: 8, fieldSize: 64 * 1024 };

@ApiTags('Knowledge')
@ApiSecurity('apiKey')
@ApiExtraModels(DocumentDto, DocumentBatchDto, UploadDto, AddedDocumentDto, AddedDocumentsDto)
@Controller('knowledge/documents')
export class DocumentsController {
  constructor(private readonly documents: KnowledgeDocuments) {}

  /** Adds a document, an array of them in `documents`, or a text or Markdown file. Searchable when this returns. */
  @Post()
  @Operation('documents.add')
  @UseInterceptors(FileInterceptor('file', { limits: FILE_LIMITS }))
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({
    schema: { oneOf: [DocumentDto, DocumentBatchDto, UploadDto].map((dto) => ({ $ref: getSchemaPath(dto) })) },
  })
  @ApiCreatedResponse({
    schema: { oneOf: [{ $ref: getSchemaPath(AddedDocumentDto) }, { $ref: getSchemaPath(AddedDocumentsDto) }] },
  })
  async add(
    @Body(AddDocumentsPipe) body: AddDocuments,
    @UploadedFile() file: UploadedDocumentFile | undefined,
  ): Promise<AddedDocumentDto | AddedDocumentsDto> {
    const { inputs, asList } = await body.withFile(file);
    const added = (await this.documents.addMany(inputs)).map((document) => AddedDocumentDto.of(document));
    const [first] = added;
    return asList || !first ? { documents: added } : first;
  }

  /** The documents, newest first. */
  @Get()
  @Operation('documents.list')
  async list(@Query() { limit, cursor }: ListDocumentsDto): Promise<DocumentPageDto> {
    const { data, nextCursor, hasMore } = await this.documents.list({ limit, cursor });
    return { data: data.map((document) => DocumentSummaryDto.of(document)), nextCursor, hasMore };
  }

  /** One document with its text. */
  @Get(':documentId')
  @Operation('documents.get')
  async get(@Param('documentId') documentId: string): Promise<StoredDocumentDto> {
    const document = await this.documents.get(documentId);
    if (!document) throw noSuchDocument();
    return StoredDocumentDto.of(document);
  }

  /** Removes a document; no answer begun after this cites it. */
  @Delete(':documentId')
  @Operation('documents.delete')
  @HttpCode(204)
  async delete(@Param('documentId') documentId: string): Promise<void> {
    if (!(await this.documents.delete(documentId))) throw noSuchDocument();
  }
}

function noSuchDocument(): NotFound {
  return new NotFound('There is no such document.');
}
