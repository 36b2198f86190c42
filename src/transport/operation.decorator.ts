import { SetMetadata } from '@nestjs/common';
import { type OperationName } from './operations.js';

/** Metadata key of a handler's operation. */
export const OPERATION = 'frontdesk:operation';

/** Names the row of the table of operations that a handler serves. The guards refuse a handler that has none. */
export function Operation(name: OperationName): ReturnType<typeof SetMetadata> {
  return SetMetadata(OPERATION, name);
}
