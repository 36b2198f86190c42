import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type AuthenticatedRequest } from '../auth/access.guard.js';
import { Forbidden } from '../auth/auth.errors.js';
import { clientTraits } from '../auth/client-traits.js';
import { FingerprintCheck } from '../session/fingerprint-check.js';
import { SessionTokens } from '../session/session-tokens.js';
import { Operation } from '../transport/operation.decorator.js';
import { ConfirmSessionDto } from './confirmation.dto.js';
import { SessionDirectory } from './session-directory.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('sessions/:sessionId/confirm')
export class ConfirmationController {
  constructor(
    private readonly directory: SessionDirectory,
    private readonly tokens: SessionTokens,
    private readonly fingerprints: FingerprintCheck,
  ) {}

  /** Presents the token again from another browser or program, which the session then belongs to. The answer to `step_up_required`. */
  @Post()
  @Operation('sessions.confirm')
  @HttpCode(204)
  async confirm(
    @Param('sessionId') sessionId: string,
    @Body() { token }: ConfirmSessionDto,
    @Req() request: AuthenticatedRequest,
  ): Promise<void> {
    const verified = await this.tokens.verify(token);
    if (verified.sessionId !== sessionId) throw new Forbidden('This token is of another session.');
    await this.directory.get(sessionId);
    await this.fingerprints.confirm(sessionId, clientTraits(request));
  }
}
