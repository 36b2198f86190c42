import { type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { onCleanUp } from './clean-up.js';

export interface ChatPageOptions extends BrowserContextOptions {
  /** Comes before the page is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/**
 * A new browser's first look at the page at `url`.
 * @param complaints gets what the browser complains about: errors of scripts, refused content, failed loads
 */
export async function openChatPage(
  browser: Browser,
  url: string,
  complaints: string[],
  { prepare, ...options }: ChatPageOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB', ...options });
  onCleanUp(() => context.close());
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await prepare?.(page);
  await page.goto(url);
  await page.getByRole('heading', { name: 'Hello, how can we help?' }).waitFor();
  return page;
}

/** Writes a message and sends it. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

/** Waits until `count` answers are complete; resolves to the last one's text. */
export async function answers(page: Page, count: number): Promise<string> {
  const last = page.locator('.from-agent[data-state="done"]').nth(count - 1);
  await last.waitFor();
  return last.locator('.message-body').innerText();
}

/** What the server has stored of the page's conversation, asked for with the page's own token. */
export async function storedMessages(page: Page): Promise<{ role: string; message: string }[]> {
  const stored = await page.evaluate<string>(`localStorage.getItem('frontdesk.session')`);
  const { sessionId, token } = JSON.parse(stored) as { sessionId: string; token: string };
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(`/api/v1/chat/${sessionId}/messages?limit=100`, page.url()), { headers });
  return ((await response.json()) as { data: { role: string; message: string }[] }).data;
}
