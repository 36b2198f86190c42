import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { type StoredMessage } from '../conversation/messages.js';
import { IsStorableText } from '../transport/storable-text.js';

/** What names a message of the caller's: a UUID fits, and so do most keys that shops have. */
const CLIENT_MESSAGE_ID = /^[A-Za-z0-9._:-]{1,128}$/;

const ATTACHMENT_ID = /^att_[A-Za-z0-9]{1,64}$/;

export class SendMessageDto {
  /** What the customer says. @example 'What is your refund policy?' */
  @IsString()
  @MaxLength(8000)
  @Matches(/\S/, { message: 'message must not be empty' })
  @IsStorableText()
  message: string;

  /** Files of this session that the message is about, by the ids their upload gave. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @Matches(ATTACHMENT_ID, { each: true, message: 'attachmentIds must be ids that an upload gave' })
  attachmentIds: string[] = [];

  /** Caller's own id of this message: sent again under it, the message is stored and answered once. */
  @IsOptional()
  @IsString()
  @Matches(CLIENT_MESSAGE_ID, { message: 'clientMessageId must be 1 to 128 characters of A-Z a-z 0-9 . _ : -' })
  clientMessageId?: string;

  /** While another message of the session is being answered: wait, be refused with 409, or stop that answer. */
  @IsOptional()
  @IsIn(['queue', 'reject', 'interrupt'])
  onBusy: 'queue' | 'reject' | 'interrupt' = 'queue';
}

export class ListMessagesDto {
  /** Only messages after this seq. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  afterSeq: number = 0;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 100;
}

export class FeedbackDto {
  @IsIn(['like', 'dislike'])
  rating: 'like' | 'dislike';

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  @IsStorableText()
  comment?: string;

  @IsOptional()
  @IsIn(['incorrect_information', 'inappropriate_response', 'incomplete_response', 'outdated_information', 'other'])
  reason?: string;
}

export class CitationDto {
  /** The number of the `[1]` marker in the message. */
  index: number;
  documentId: string;
  chunkId: string;
  title: string;
  url?: string;
  /** Verbatim words of the document. */
  quote: string;
  score: number;
  support: 'supported' | 'partial' | 'unsupported';
}

export class MessageDto {
  messageId: string;
  /** Counts the messages of the session from 1, without gaps. */
  seq: number;
  role: 'customer' | 'agent' | 'human' | 'system';
  message: string;
  clientMessageId: string | null;
  /** Who of the company wrote it, when a person did. */
  authorName: string | null;
  sources: CitationDto[];
  createdAt: string;

  static of({ createdAt, sources, ...message }: StoredMessage): MessageDto {
    return { ...message, sources: [...sources], createdAt: createdAt.toISOString() };
  }
}

export class MessagePageDto {
  data: MessageDto[];
  /** Send it as `afterSeq` for the next page. */
  nextCursor: string | null;
  hasMore: boolean;
}
