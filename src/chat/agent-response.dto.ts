import { ApiProperty } from '@nestjs/swagger';
import { ESCALATION_REASONS, type EscalationReason } from '../common/escalation-reason.js';
import { CitationDto } from './messages.dto.js';

export class EscalationEvidenceDto {
  @ApiProperty({ enum: ESCALATION_REASONS })
  reason: EscalationReason;
  confidence: number;
  /** What was seen, by a stable code. @example 'asks_for_person' */
  evidence: string;
}

export class EscalationRecordDto {
  /** Strongest first. */
  @ApiProperty({ enum: ESCALATION_REASONS, isArray: true })
  reasons: EscalationReason[];
  /** Of the strongest reason, 0 to 1. */
  confidence: number;
  explanation: EscalationEvidenceDto[];
}

export class EscalationDto extends EscalationRecordDto {
  ticketId: string;
}

export class ModelUsageDto {
  inputTokens: number;
  outputTokens: number;
  /** By the configured prices; null when there are none. */
  costUsd: number | null;
  /** Requests to the provider that were answered. */
  steps: number;
  toolCalls: number;
  /** Name and version of the prompt. @example 'answer@1' */
  prompt: string;
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
  /** What a language model was used for. Absent when none was asked. */
  usage?: ModelUsageDto;
  /** What was out of order. Empty: nothing. */
  degraded: string[];
  /** Tools that are left alone for a while because they kept failing. */
  openCircuits: string[];
  /** How the message sounds. */
  @ApiProperty({ enum: ['negative', 'neutral', 'positive'] })
  sentiment: 'negative' | 'neutral' | 'positive';
  /** In shadow mode: what would have been handed to a person. */
  wouldEscalate?: EscalationRecordDto;
  /** The session had expired or was lost, and was rebuilt from its conversation. */
  resumed: boolean;
}

/** The answer to one message. */
export class AgentResponseDto {
  messageId: string;
  sessionId: string;
  /** Carries `[1]` markers that point into `sources`. Empty when a person answers. */
  message: string;
  /** `human`: the message is stored, a person of the company answers it, and there is no answer of the agent. */
  @ApiProperty({ enum: ['agent', 'human'] })
  handledBy: 'agent' | 'human';
  sources: CitationDto[];
  requiresEscalation: boolean;
  escalation?: EscalationDto;
  confidence: number;
  grounding: GroundingDto;
  toolsUsed: string[];
  processingTimeMs: number;
  metadata: AgentResponseMetadataDto;
}
