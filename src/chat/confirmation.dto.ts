import { IsString, MaxLength } from 'class-validator';

export class ConfirmSessionDto {
  /** The session's token, once more. */
  @IsString()
  @MaxLength(1024)
  token: string;
}
