import { Controller, Get, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { AuditLog } from './audit-log.js';
import { AuditEntryDto, AuditPageDto, ListAuditDto } from './audit.dto.js';

@ApiTags('Access')
@ApiSecurity('apiKey')
@Controller('audit')
export class AuditController {
  constructor(private readonly log: AuditLog) {}

  /** Acts of administration, the newest first. */
  @Get()
  @Operation('audit.list')
  async list(@Query() { limit, cursor, action, actor }: ListAuditDto): Promise<AuditPageDto> {
    const { entries, nextCursor } = await this.log.page({ action, actorId: actor }, limit, cursor);
    return { data: entries.map((entry) => AuditEntryDto.of(entry)), nextCursor, hasMore: nextCursor !== null };
  }
}
