import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { clientTraits } from '../auth/client-traits.js';
import { type SessionStoreStats } from '../session/session-results.js';
import { InjectSessionStore, type SessionStore } from '../session/session-store.js';
import { Operation } from '../transport/operation.decorator.js';
import { versionOf } from '../transport/if-match.js';
import { SessionDirectory } from './session-directory.js';
import { SessionEditor } from './session-editor.js';
import { SessionOpening } from './session-opening.js';
import {
  asJson,
  CreatedSessionDto,
  CreateSessionDto,
  ListSessionsDto,
  SessionDto,
  SessionPageDto,
  UpdateSessionDto,
} from './sessions.dto.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly opening: SessionOpening,
    private readonly directory: SessionDirectory,
    private readonly editor: SessionEditor,
    @InjectSessionStore() private readonly store: SessionStore,
  ) {}

  /** Opens a session and gives its token. Who the customer is counts as proved with `identityToken`, `userHash` or an API key. */
  @Post()
  @Operation('sessions.create')
  async create(@Body() body: CreateSessionDto, @Req() request: AuthenticatedRequest): Promise<CreatedSessionDto> {
    const { sessionId, metadata, userId, userHash, identityToken } = body;
    const opened = await this.opening.open(
      { sessionId, metadata: asJson(metadata), userId, userHash, identityToken },
      request.principal,
      clientTraits(request),
    );
    const { session, userVerified, token, expiresAt } = opened;
    return { session: SessionDto.of(session), userVerified, token, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Live sessions in order of creation. */
  @Get()
  @Operation('sessions.list')
  async list(@Query() { limit, cursor }: ListSessionsDto): Promise<SessionPageDto> {
    const { sessions, nextCursor } = await this.store.listActive({ limit, cursor: cursor ?? null });
    return { data: sessions.map((session) => SessionDto.of(session)), nextCursor, hasMore: nextCursor !== null };
  }

  /** Statistics of the session store. */
  @Get('stats')
  @Operation('sessions.stats')
  stats(): Promise<SessionStoreStats> {
    return this.store.getStats();
  }

  @Get(':sessionId')
  @Operation('sessions.get')
  async get(
    @Param('sessionId') sessionId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    return withETag(response, SessionDto.of(await this.directory.get(sessionId)));
  }

  /** Changes metadata or user; with If-Match only the version that the caller has read. */
  @Patch(':sessionId')
  @Operation('sessions.update')
  async update(
    @Param('sessionId') sessionId: string,
    @Body() body: UpdateSessionDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionDto> {
    const change = { userId: body.userId, metadata: asJson(body.metadata) };
    return withETag(response, SessionDto.of(await this.editor.change(sessionId, change, versionOf(ifMatch))));
  }

  /** Deletes the session and all that was said in it, for ever. */
  @Delete(':sessionId')
  @Operation('sessions.delete')
  @HttpCode(204)
  async delete(@Param('sessionId') sessionId: string): Promise<void> {
    await this.directory.delete(sessionId);
  }
}

function withETag(response: Response, session: SessionDto): SessionDto {
  response.setHeader('ETag', `"${session.version}"`);
  return session;
}
