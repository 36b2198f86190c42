import { AppError } from '../../common/app-error.js';

/** An MCP server does not answer. The same call may succeed later. */
export class McpUnavailable extends AppError {
  readonly code = 'mcp_unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
}

/** An MCP server refuses our credential or our requests. An operator must act. */
export class McpRefused extends AppError {
  readonly code = 'mcp_refused';
  readonly kind = 'internal';
}

/** The server's tool says that this call failed. What it says of the reason is other people's text and is not kept. */
export class McpToolFailed extends AppError {
  readonly code = 'mcp_tool_failed';
  readonly kind = 'unprocessable';
}
