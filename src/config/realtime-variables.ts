import { wholeNumber } from './env-values.js';
import { variable } from './env-variable.js';

/** Sockets: how many, how fast, how large. */
export const realtimeVariables = {
  SOCKET_MAX_CONNECTIONS: variable(wholeNumber(1, 1_000_000), {
    section: 'Sockets',
    default: '10000',
    description: 'Socket connections that one process takes; the next one is refused with a clear answer.',
  }),
  SOCKET_MAX_CONNECTIONS_PER_SESSION: variable(wholeNumber(1, 1000), {
    section: 'Sockets',
    default: '20',
    description: 'Socket connections of one session at a time on one process, such as the tabs of one customer.',
  }),
  SOCKET_EVENTS_PER_MINUTE: variable(wholeNumber(10, 100_000), {
    section: 'Sockets',
    default: '240',
    description: 'How many events one connection may send a minute before it is answered with rate_limited.',
  }),
  SOCKET_MAX_BUFFERED_KB: variable(wholeNumber(64, 1_048_576), {
    section: 'Sockets',
    default: '1024',
    description:
      'How much may wait for a slow client, in kB; beyond that it is disconnected and resumes when it comes back.',
  }),
};
