import { Module } from '@nestjs/common';
import { MulterModule, type MulterModuleOptions } from '@nestjs/platform-express';
import { type AppConfig } from '../config/app-config.js';
import { APP_CONFIG } from '../config/config.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { AttachmentModule } from '../tools/attachment/attachment.module.js';
import { AttachmentFolder } from '../tools/attachment/storage/attachment-folder.js';
import { AttachmentsController } from './attachments.controller.js';
import { UploadStorage } from './upload-storage.js';

/** What a form with one file may hold besides it. */
const FORM_LIMITS = { files: 1, fields: 4, fieldSize: 1024, headerPairs: 20 };

function uploadOptions({ attachments }: AppConfig, folder: AttachmentFolder): MulterModuleOptions {
  return {
    storage: new UploadStorage(folder),
    limits: { ...FORM_LIMITS, fileSize: attachments.maxBytes },
    // As browsers and curl send names; latin1, the parser's own choice, garbles all but English ones.
    defParamCharset: 'utf8',
  };
}

/** Files over HTTP. */
@Module({
  imports: [
    AttachmentModule,
    ConversationModule,
    MulterModule.registerAsync({
      imports: [AttachmentModule],
      inject: [APP_CONFIG, AttachmentFolder],
      useFactory: uploadOptions,
    }),
  ],
  controllers: [AttachmentsController],
})
export class AttachmentsModule {}
