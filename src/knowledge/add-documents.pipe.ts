import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { ValidationFailed } from '../common/app-error.js';
import { validationPipe } from '../transport/validation.pipe.js';
import { type DocumentInput } from './document-input.js';
import { DocumentBatchDto, DocumentDto } from './knowledge.dto.js';
import { UploadDto } from './upload.dto.js';
import { uploadedDocument, type UploadedDocumentFile } from './uploaded-document.js';

/** A body whose shape depends on whether a file came with it, which only the handler knows. */
export interface AddDocuments {
  withFile(
    file: UploadedDocumentFile | undefined,
  ): Promise<{ readonly inputs: DocumentInput[]; readonly asList: boolean }>;
}

/** The three bodies that add documents: one document, `documents`, or the fields of a multipart form. */
@Injectable()
export class AddDocumentsPipe implements PipeTransform<unknown, AddDocuments> {
  private readonly pipe = validationPipe();

  transform(body: unknown): AddDocuments {
    return {
      withFile: async (file) => {
        if (file) return { inputs: [uploadedDocument(file, await this.checked(UploadDto, body))], asList: false };
        if (typeof body !== 'object' || body === null) {
          throw ValidationFailed.of('body', 'must be a document, an object with "documents", or a form with a file');
        }
        if ('documents' in body) {
          return { inputs: (await this.checked(DocumentBatchDto, body)).documents, asList: true };
        }
        return { inputs: [await this.checked(DocumentDto, body)], asList: false };
      },
    };
  }

  private async checked<T>(type: new () => T, body: unknown): Promise<T> {
    const metadata: ArgumentMetadata = { type: 'body', metatype: type };
    return (await this.pipe.transform(body ?? {}, metadata)) as T;
  }
}
