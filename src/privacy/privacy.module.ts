import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { ChatModule } from '../chat/chat.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { DatabaseModule } from '../database/database.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { AttachmentModule } from '../tools/attachment/attachment.module.js';
import { OutboxEraser } from '../webhooks/outbox-eraser.js';
import { CustomerEraser } from './customer-eraser.js';
import { CustomerExport } from './customer-export.js';
import { CustomersController } from './customers.controller.js';
import { DatabaseFiles } from './database-files.js';
import { ErasureJob } from './erasure-job.js';
import { ErasureLedger } from './erasure-ledger.js';
import { Retention } from './retention.js';
import { RetentionJob } from './retention-job.js';
import { SessionArchive } from './session-archive.js';
import { SessionErasure } from './session-erasure.js';
import { SubjectHash } from './subject-hash.js';

/** What becomes of customers' data: how long it is kept, its export, its erasure. */
@Module({
  imports: [AttachmentModule, AuthModule, ChatModule, ConversationModule, DatabaseModule, JobsModule],
  controllers: [CustomersController],
  providers: [
    CustomerEraser,
    CustomerExport,
    DatabaseFiles,
    ErasureJob,
    ErasureLedger,
    OutboxEraser,
    Retention,
    RetentionJob,
    SessionArchive,
    SessionErasure,
    SubjectHash,
  ],
})
export class PrivacyModule {}
