import { rm } from 'node:fs/promises';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBearerAuth, ApiConsumes, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { mayTouch } from '../auth/principal.js';
import { NotFound, ValidationFailed } from '../common/app-error.js';
import { type AppConfig } from '../config/app-config.js';
import { InjectConfig } from '../config/config.module.js';
import { LiveSessions } from '../conversation/live-sessions.js';
import { type Attachment } from '../tools/attachment/attachment.js';
import { AttachmentsDisabled } from '../tools/attachment/attachment.errors.js';
import { Attachments } from '../tools/attachment/attachments.js';
import { Operation } from '../transport/operation.decorator.js';
import { AttachmentDto, AttachmentTextDto, UploadAttachmentDto } from './attachments.dto.js';
import { disconnectSignal } from './disconnect-signal.js';
import { UploadErrors } from './upload.interceptor.js';
import { UploadPlaces } from './upload-places.interceptor.js';
import { type UploadedFileOnDisk } from './upload-storage.js';

/** Files that customers send. One of another session is not there, whoever asks with a session token. */
@ApiTags('Attachments')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('attachments')
export class AttachmentsController {
  constructor(
    private readonly attachments: Attachments,
    private readonly liveSessions: LiveSessions,
    @InjectConfig() private readonly config: AppConfig,
  ) {}

  /** Takes a file into a session and reads it. The same content sent again is the same attachment. */
  @Post()
  @Operation('attachments.add')
  @UseInterceptors(UploadPlaces, UploadErrors, FileInterceptor('file'))
  @ApiConsumes('multipart/form-data')
  async upload(
    @Body() { sessionId }: UploadAttachmentDto,
    @UploadedFile() file: UploadedFileOnDisk | undefined,
    @Req() { principal }: AuthenticatedRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AttachmentDto> {
    if (!file) throw ValidationFailed.of('file', 'is missing: send it as the multipart/form-data field "file"');
    const { path, originalname: filename, size: bytes, sha256 } = file;
    try {
      if (!this.config.tools.enabled.attachment) throw new AttachmentsDisabled('This desk takes no files.');
      if (!mayTouch(principal, sessionId)) throw new NotFound('There is no such session.');
      await this.liveSessions.open(sessionId);
      const incoming = { sessionId, path, filename, bytes, sha256 };
      return AttachmentDto.of(await this.attachments.receive(incoming, disconnectSignal(response)));
    } finally {
      await rm(path, { force: true });
    }
  }

  /** What is known of a file. */
  @Get(':attachmentId')
  @Operation('attachments.get')
  async get(@Param('attachmentId') attachmentId: string, @Req() request: AuthenticatedRequest): Promise<AttachmentDto> {
    return AttachmentDto.of(await this.find(attachmentId, request));
  }

  /** What a file says. */
  @Get(':attachmentId/text')
  @Operation('attachments.text')
  async text(
    @Param('attachmentId') attachmentId: string,
    @Req() request: AuthenticatedRequest,
  ): Promise<AttachmentTextDto> {
    await this.find(attachmentId, request);
    const text = await this.attachments.text(attachmentId);
    if (!text) throw noSuchAttachment();
    return text;
  }

  /** Removes a file: no answer begun after this uses it. */
  @Delete(':attachmentId')
  @Operation('attachments.delete')
  @HttpCode(204)
  async delete(@Param('attachmentId') attachmentId: string, @Req() request: AuthenticatedRequest): Promise<void> {
    await this.find(attachmentId, request);
    if (!(await this.attachments.delete(attachmentId))) throw noSuchAttachment();
  }

  private async find(attachmentId: string, { principal }: AuthenticatedRequest): Promise<Attachment> {
    const found = await this.attachments.find(attachmentId);
    if (!found || !mayTouch(principal, found.sessionId)) throw noSuchAttachment();
    return found;
  }
}

function noSuchAttachment(): NotFound {
  return new NotFound('There is no such attachment.');
}
