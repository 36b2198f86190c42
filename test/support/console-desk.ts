import { createHash } from 'node:crypto';
import { afterEach, beforeAll, expect } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { Database } from '../../src/database/database.js';
import { openBrowser } from './browser.js';
import { onCleanUp } from './clean-up.js';
import { startTestApp, type TestApp, type TestSession } from './test-app.js';

/** The desk that the consoles are for; there from the first hook on. */
export let desk: TestApp;
let browser: Browser;
const contexts: BrowserContext[] = [];
/** What the browsers complained about: errors of scripts, refused content, failed loads. */
export const complaints: string[] = [];

/** A desk and a browser for the tests of a file; each test closes its pages, and none may have complained. */
export function useConsoleDesk(): void {
  beforeAll(async () => {
    desk = await startTestApp();
    onCleanUp(() => desk.close());
    await desk.app.get(Database).query(
      {
        name: 'test_api_key',
        text: `INSERT INTO api_keys (key_id, name, digest, scopes, created_at) VALUES ($1, $1, $2, $3, now())`,
      },
      ['chat', createHash('sha256').update('key-of-a-service').digest('hex'), ['chat']],
    );
  });

  // A hook of its own: on a busy machine each takes its time.
  beforeAll(async () => {
    browser = await openBrowser();
  });

  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });
}

export async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', ...options });
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(new URL(path, desk.url).href);
  return page;
}

export async function signIn(page: Page, apiKey: string, name: string): Promise<void> {
  await page.getByLabel('API key').fill(apiKey);
  await page.getByLabel('Your name').fill(name);
  await page.keyboard.press('Enter');
}

/** The console of a person, with its queue on screen. */
export async function openConsole(name: string, options?: BrowserContextOptions): Promise<Page> {
  const page = await openPage('/console', options);
  await signIn(page, desk.adminKey, name);
  await page.getByText(`Signed in as ${name}`).waitFor({ state: 'attached' });
  await page
    .getByText(/#\d+|No open tickets/)
    .first()
    .waitFor();
  return page;
}

/** A customer on the chat page who has asked for a person; resolves to the number of the ticket, too. */
export async function openCustomer(): Promise<{ page: Page; number: string }> {
  const page = await openPage('/');
  await page.getByRole('button', { name: 'Talk to a person' }).click();
  const ticket = await page.getByText(/Your ticket: #\d+/).innerText();
  return { page, number: /#\d+/.exec(ticket)![0] };
}

/** A ticket of a customer who uses some other client. */
export async function openTicket(question?: string): Promise<TestSession & { number: string }> {
  const session = await desk.newSession();
  if (question) await desk.ask(session, question);
  const path = `/api/v1/sessions/${session.sessionId}/handoff`;
  const { body } = await desk.api.post<{ number: number }>(path, {}, { token: session.token });
  return { ...session, number: `#${body.number}` };
}

/** The ticket's row in the queue. */
export function row(page: Page, number: string): Locator {
  return page.getByRole('button', { name: new RegExp(`^${number} `) });
}

/** What the desk has stored of a session. */
export async function said(sessionId: string): Promise<string[]> {
  const { body } = await desk.api.get<{ data: { role: string; message: string }[] }>(
    `/api/v1/chat/${sessionId}/messages`,
    { apiKey: desk.adminKey },
  );
  return body.data.map(({ role, message }) => `${role}: ${message}`);
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your reply to the customer').fill(text);
  await page.keyboard.press('Control+Enter');
}
