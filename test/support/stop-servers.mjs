import { stopTestServers } from './test-servers.mjs';

/** Jest's globalTeardown: runs when tests failed too. */
export default stopTestServers;
