import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Operation } from '../transport/operation.decorator.js';
import { IdentityDto, VerifiedIdentityDto } from './identity.dto.js';
import { SessionIdentity } from './session-identity.js';

@ApiTags('Sessions')
@ApiBearerAuth()
@Controller('sessions/:sessionId/identity')
export class IdentityController {
  constructor(private readonly identity: SessionIdentity) {}

  /** Proves who the customer of a session is, once they have logged in. A session of another verified customer is refused. */
  @Put()
  @Operation('sessions.identify')
  async identify(@Param('sessionId') sessionId: string, @Body() claim: IdentityDto): Promise<VerifiedIdentityDto> {
    const userId = await this.identity.identify(sessionId, claim);
    return { sessionId, userId, userVerified: true };
  }
}
