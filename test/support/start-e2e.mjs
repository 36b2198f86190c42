import { requireBrowser } from './find-browser.mjs';
import { startTestServers } from './test-servers.mjs';

/** Jest's globalSetup of the end-to-end tests: the servers, and a browser whose path is in TEST_BROWSER. */
export default async function startEndToEnd() {
  process.env.TEST_BROWSER = requireBrowser();
  await startTestServers();
}
