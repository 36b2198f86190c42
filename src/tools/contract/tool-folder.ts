import { type Type } from '@nestjs/common';

/** What a folder of tools gives to the list of all tools. */
export interface ToolFolder {
  /** The module that provides the tokens below. */
  readonly module: Type;
  /** Tokens of `Tool`. */
  readonly tools?: readonly symbol[];
  /** Tokens of `ToolSource`, or of a list of them. */
  readonly sources?: readonly symbol[];
}
