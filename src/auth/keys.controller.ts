import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { KeyLedger } from './key-ledger.js';
import { CreatedKeyDto, CreateKeyDto, KeyDto, KeyPageDto, ListKeysDto } from './keys.dto.js';

@ApiTags('Access')
@ApiSecurity('apiKey')
@Controller('keys')
export class KeysController {
  constructor(private readonly ledger: KeyLedger) {}

  /** Makes a key. `key` is in this answer and nowhere else. */
  @Post()
  @Operation('keys.create')
  async create(@Body() { name, scopes, expiresAt }: CreateKeyDto): Promise<CreatedKeyDto> {
    const expiry = expiresAt === undefined ? null : new Date(expiresAt);
    const made = await this.ledger.create({ name: name.trim(), scopes, expiresAt: expiry });
    return CreatedKeyDto.with(made);
  }

  /** All keys in order of creation, also those that have ended. ADMIN_API_KEY is none of them. */
  @Get()
  @Operation('keys.list')
  async list(@Query() { limit, cursor }: ListKeysDto): Promise<KeyPageDto> {
    const { keys, next } = await this.ledger.page(Number(cursor ?? 0), limit);
    const nextCursor = next === null ? null : String(next);
    return { data: keys.map((key) => KeyDto.of(key)), nextCursor, hasMore: nextCursor !== null };
  }

  /** Ends a key for ever, also the one that this is called with; the last admin key only where ADMIN_API_KEY is set. */
  @Delete(':keyId')
  @Operation('keys.revoke')
  @HttpCode(204)
  async revoke(@Param('keyId') keyId: string): Promise<void> {
    await this.ledger.revoke(keyId);
  }
}
