import { type EnvironmentValues } from './env.schema.js';

/** Limits of socket connections. */
export interface RealtimeConfig {
  readonly maxConnections: number;
  readonly maxConnectionsPerSession: number;
  readonly eventsPerMinute: number;
  readonly maxBufferedBytes: number;
}

/** The sockets' part of the configuration. */
export function realtimeConfig(values: EnvironmentValues): RealtimeConfig {
  return {
    maxConnections: values.SOCKET_MAX_CONNECTIONS,
    maxConnectionsPerSession: values.SOCKET_MAX_CONNECTIONS_PER_SESSION,
    eventsPerMinute: values.SOCKET_EVENTS_PER_MINUTE,
    maxBufferedBytes: values.SOCKET_MAX_BUFFERED_KB * 1024,
  };
}
