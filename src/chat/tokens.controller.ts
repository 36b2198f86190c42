import { Body, Controller, Delete, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { SessionTokens } from '../session/session-tokens.js';
import { Operation } from '../transport/operation.decorator.js';
import { TokenRevocation } from './token-revocation.js';
import { RenewTokenDto, SessionTokenDto } from './tokens.dto.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@ApiSecurity('apiKey')
@Controller('sessions/:sessionId/tokens')
export class TokensController {
  constructor(
    private readonly tokens: SessionTokens,
    private readonly revocation: TokenRevocation,
  ) {}

  /** Gives a new token of the session; with `revokeOthers` it is the only one that works, and connections opened with others end. */
  @Post()
  @Operation('tokens.renew')
  async renew(
    @Param('sessionId') sessionId: string,
    @Body() { revokeOthers }: RenewTokenDto,
    @Req() { token: used }: AuthenticatedRequest,
  ): Promise<SessionTokenDto> {
    // Of the token's own generation: one that is revoked at this moment brings no good one forth.
    const generation = revokeOthers
      ? await this.revocation.revoke(sessionId, used?.generation ?? null)
      : (used?.generation ?? (await this.revocation.current(sessionId)));
    const { token, expiresAt } = await this.tokens.issue(sessionId, generation);
    return { token, expiresAt: new Date(expiresAt).toISOString() };
  }

  /** Revokes all tokens of the session and ends the connections opened with them. The session stays; an API key gives a new token. */
  @Delete()
  @Operation('tokens.revoke')
  @HttpCode(204)
  async revoke(@Param('sessionId') sessionId: string): Promise<void> {
    await this.revocation.revoke(sessionId, null);
  }
}
