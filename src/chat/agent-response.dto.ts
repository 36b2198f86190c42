import { CitationDto } from './messages.dto.js';

export class EscalationDto {
  reasons: string[];
  confidence: number;
  ticketId: string;
}

export class GroundingDto {
  /** Share of the stating sentences that their citations support. */
  score: number;
  supportedSentences: number;
  totalSentences: number;
}

export class AgentResponseMetadataDto {
  requestId: string;
  /** Messages accepted from the customer, this one included. */
  messageCount: number;
  turnId: string;
  hasContext: boolean;
  factsExtracted: number;
  sessionStore: string;
  /** What worded the answer. */
  model: string;
  /** What was out of order. Empty: nothing. */
  degraded: string[];
  /** The session had expired or was lost, and was rebuilt from its conversation. */
  resumed: boolean;
}

/** The answer to one message. */
export class AgentResponseDto {
  messageId: string;
  sessionId: string;
  /** Carries `[1]` markers that point into `sources`. */
  message: string;
  sources: CitationDto[];
  requiresEscalation: boolean;
  escalation?: EscalationDto;
  confidence: number;
  grounding: GroundingDto;
  toolsUsed: string[];
  processingTimeMs: number;
  metadata: AgentResponseMetadataDto;
}
