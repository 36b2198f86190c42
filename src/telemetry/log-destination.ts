import { destination, type DestinationStream, multistream } from 'pino';
import { type TelemetryConfig } from '../config/telemetry-config.js';
import { openLogFile } from './log-file.js';
import { redacting } from './redact-line.js';

/**
 * Where log lines go: the console, and the file if there is one.
 * @throws LogFileUnusable
 */
export async function openLogDestination({ logFile }: Pick<TelemetryConfig, 'logFile'>): Promise<DestinationStream> {
  const console = destination({ fd: 1, sync: true });
  if (logFile === null) return redacting(console);
  const file = await openLogFile(logFile, (isWritten, code) => {
    // By hand, and to the console alone: through the logger it would go into the file too.
    const event = isWritten ? 'log_file_written_again' : 'log_file_failed';
    const level = isWritten ? 'info' : 'error';
    console.write(`${JSON.stringify({ level, time: new Date().toISOString(), event, code })}\n`);
  });
  // The logger has dropped what is below its level; here everything passes.
  const level = 'trace';
  // Once for both.
  return redacting(
    multistream([
      { stream: console, level },
      { stream: file, level },
    ]),
  );
}
