import { type Browser, chromium } from 'playwright-core';
import { onCleanUp } from './clean-up.js';

/** Only pages of the test are loaded: nothing of the browser's own calls home, nothing waits for a network. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium without a window, closed at the end of the test file. Pages and contexts are the caller's to open. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.TEST_BROWSER;
  if (!executablePath) throw new Error('TEST_BROWSER is not set: tests in a browser belong to test/e2e.');
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  onCleanUp(() => browser.close());
  return browser;
}
