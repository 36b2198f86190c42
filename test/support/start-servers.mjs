import { startTestServers } from './test-servers.mjs';

/** Jest's globalSetup of the projects that need servers. */
export default startTestServers;
