import { wholeNumber } from './env-values.js';
import { optionalVariable, variable } from './env-variable.js';

/** Limits of single requests. */
export const httpVariables = {
  HTTP_BODY_LIMIT_KB: variable(wholeNumber(16, 16_384), {
    section: 'HTTP',
    default: '1024',
    description: 'The largest body of JSON, in kB, after it is unpacked; uploads have limits of their own.',
  }),
  HTTP_JSON_DEPTH: variable(wholeNumber(8, 128), {
    section: 'HTTP',
    default: '32',
    description: 'How deep objects and arrays of a body may be nested.',
  }),
  HTTP_URL_LIMIT_KB: variable(wholeNumber(1, 64), {
    section: 'HTTP',
    default: '8',
    description: 'The longest path with its query, in kB.',
  }),
  HTTP_HEADER_LIMIT_KB: variable(wholeNumber(4, 128), {
    section: 'HTTP',
    default: '16',
    description: 'The most that the first line and the headers of a request may hold together, in kB.',
  }),
  HTTP_HEADERS_TIMEOUT_SECONDS: variable(wholeNumber(1, 120), {
    section: 'HTTP',
    default: '15',
    description: 'How long the headers of a request may take to arrive.',
  }),
  HTTP_REQUEST_TIMEOUT_SECONDS: variable(wholeNumber(1, 3600), {
    section: 'HTTP',
    default: '120',
    description: 'How long a whole request may take to arrive, its body and uploads included.',
  }),
  HTTP_KEEP_ALIVE_SECONDS: variable(wholeNumber(1, 600), {
    section: 'HTTP',
    default: '75',
    description:
      'How long an idle connection is kept. Longer than the proxy in front keeps its own (60 s in nginx), or it sends a request into a connection that is just being closed.',
  }),
  HTTP_MAX_CONNECTIONS: optionalVariable(wholeNumber(2, 2_000_000), {
    section: 'HTTP',
    otherwise: '10000 more than SOCKET_MAX_CONNECTIONS',
    description: 'Connections of one process, sockets included; the next one is closed at once.',
  }),
};
