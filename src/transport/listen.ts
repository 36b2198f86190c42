import { type NestExpressApplication } from '@nestjs/platform-express';
import { AppError } from '../common/app-error.js';
import { type AppConfig } from '../config/app-config.js';
import { systemErrorCode } from '../config/system-error.js';

/** The address could not be listened on: the message names the variable and the fix. */
class ListenFailed extends AppError {
  readonly code = 'listen_failed';
  readonly kind = 'unavailable';
}

/** Opens the port. @throws ListenFailed */
export async function listen(app: NestExpressApplication, { host, port }: AppConfig['api']): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw new ListenFailed(messageOf(systemErrorCode(error), host, port), { cause: error });
  }
}

function messageOf(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use by another process. Stop that one, or set API_PORT to another port.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Set API_PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `API_HOST names no address of this machine: ${host}. Set it to 0.0.0.0 or to one that it has.`;
    case undefined:
    default:
      return `${host}:${port} could not be listened on (${code ?? 'unknown reason'}). Check API_HOST and API_PORT.`;
  }
}
