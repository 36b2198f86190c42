import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { answers, ask, type ChatPageOptions, openChatPage, storedMessages } from '../support/chat-page.js';
import { eventIn, onWire } from '../support/socket-wire.js';
import { startTestApp } from '../support/test-app.js';

const QUESTION = 'What is your refund policy?';

let url: string;
let browser: Browser;
let page: Page | undefined;
/** What the browser complained about: errors of scripts, refused content, failed loads. */
const complaints: string[] = [];

beforeAll(async () => {
  const app = await startTestApp();
  url = app.url;
  browser = await openBrowser();
});

afterEach(async () => {
  await page?.context().close();
  expect(complaints.splice(0)).toEqual([]);
});

/** A new browser's first look at the page. */
async function openPage(options: ChatPageOptions = {}): Promise<Page> {
  page = await openChatPage(browser, options.baseURL ?? url, complaints, options);
  return page;
}

describe('asking', () => {
  it('streams a cited answer whose passage opens and closes by keyboard alone', async () => {
    const page = await openPage();
    await page.evaluate(`
      globalThis.seen = [];
      new MutationObserver((records) => records.forEach((record) => seen.push(record.oldValue)))
        .observe(document.getElementById('messages'), { subtree: true, attributeFilter: ['data-state'], attributeOldValue: true })`);
    await page.getByLabel('Your message').focus();
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    expect(await answers(page, 1)).toContain('30 days');
    expect(await page.evaluate<string[]>('seen')).toContain('streaming');

    // The answer's sources come right before the field that is written in.
    await page.keyboard.press('Shift+Tab');
    const opener = await page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(opener).toContain(await dialog.getByRole('heading').innerText());
    expect(await dialog.getByRole('blockquote').innerText()).not.toBe('');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(opener);
  });

  it('opens the passage an answer marks', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    await answers(page, 1);
    await page
      .locator('.message-body')
      .getByRole('button', { name: /^Source 1: / })
      .first()
      .click();
    expect(await page.getByRole('dialog').getByRole('blockquote').innerText()).toContain('30 days');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('lets the next question be sent while an answer is on its way', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    await ask(page, 'How do I reset my password?');
    await answers(page, 2);
    const roles = (await storedMessages(page)).map(({ role }) => role);
    expect(roles).toEqual(['customer', 'agent', 'customer', 'agent']);
    expect(await page.locator('.message').count()).toBe(4);
  });

  it('breaks the line with Shift + Enter and sends nothing while an input method composes', async () => {
    const page = await openPage();
    const field = page.getByLabel('Your message');
    await field.fill('ni');
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await field.press('Shift+Enter');
    expect(await field.inputValue()).toBe('ni\n');
    expect(await page.locator('.message').count()).toBe(0);
  });
});

describe('a reload', () => {
  it('keeps the conversation, its citations and the text not yet sent', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    const answer = await answers(page, 1);
    await page.getByLabel('Your message').fill('half a thought');
    await page.reload();
    expect(await answers(page, 1)).toBe(answer);
    expect(await page.locator('.message').count()).toBe(2);
    expect(await page.getByRole('button', { name: /^Source 1: / }).count()).toBeGreaterThan(0);
    expect(await page.getByLabel('Your message').inputValue()).toBe('half a thought');
  });

  it('starts anew, without losing the question, when the session is gone', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    await answers(page, 1);
    await page.evaluate(
      `localStorage.setItem('frontdesk.session', JSON.stringify({ sessionId: 'gone', token: 'gone' }))`,
    );
    await ask(page, 'How do I reset my password?');
    await answers(page, 2);
    await page.getByText('This is a new one.').waitFor();
    expect((await storedMessages(page)).map(({ role }) => role)).toEqual(['customer', 'agent']);
  });
});

describe('a person', () => {
  it('is called by the button, and the ticket number stays on screen', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Talk to a person' }).click();
    const notice = page.getByText(/^A person .* Your ticket: #\d+$/);
    await notice.waitFor();
    const shown = await notice.innerText();
    await page.reload();
    await page.getByText(shown).waitFor();
  });

  it('is called by a message too, with the number on screen', async () => {
    const page = await openPage();
    await ask(page, 'I want to talk to a person please');
    const reply = await answers(page, 1);
    await page.getByText(/^A person .* Your ticket: #\d+$/).waitFor();
    const shown = /#(\d+)/.exec(await page.locator('#notices').innerText())?.[1] ?? 'none';
    expect(reply).toContain(shown);
  });
});

describe('the page', () => {
  it.each([320, 360])('fits a phone of %d px without scrolling sideways', async (width) => {
    const page = await openPage({ viewport: { width, height: 640 }, hasTouch: true, isMobile: true });
    await ask(page, `${'unbreakable'.repeat(30)} ${QUESTION}`);
    await answers(page, 1);
    const overflowing = await page.evaluate<string[]>(`
      [document.documentElement, ...document.querySelectorAll('.log, .message, .masthead-row')]
        .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.className)`);
    expect(overflowing).toEqual([]);
  });

  it('shows what the server sends as text, never as markup', async () => {
    const message =
      '<img src=x onerror="document.title=1"> **bold** [1] [go](javascript:document.title=1) [ok](https://a.example/)';
    const source = { index: 1, title: '<b>Title</b>', quote: '<i>quote</i>', url: 'javascript:document.title=1' };
    const wire = onWire({
      fromDesk: (frame, ofPage) => {
        const event = eventIn(frame);
        if (event?.name !== 'event') return false;
        const { body } = event;
        if (body['type'] === 'text') Object.assign(body, { delta: message });
        if (body['type'] === 'complete') Object.assign(body['response'] as object, { message, sources: [source] });
        ofPage.send(`42/chat,${JSON.stringify(['event', body])}`);
        return true;
      },
    });
    const page = await openPage({ prepare: wire });
    await ask(page, QUESTION);
    expect(await answers(page, 1)).toContain(
      '<img src=x onerror="document.title=1"> bold 1 [go](javascript:document.title=1) ok',
    );
    expect(await page.locator('.from-agent').locator('img, b, i').count()).toBe(0);
    // Fails when there is more than one link.
    expect(await page.locator('.from-agent a').getAttribute('href')).toBe('https://a.example/');
    await page.getByRole('button', { name: 'Source 1: <b>Title</b>' }).click();
    expect(await page.getByRole('dialog').locator('a').count()).toBe(0);
    expect(await page.getByRole('dialog').innerText()).toContain('<i>quote</i>');
  });

  it('is served under a policy that allows nothing inline but its import map, and nothing foreign', async () => {
    const page = await openPage();
    const response = await fetch(url, { headers: { accept: 'text/html' } });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/]{43}=')+;/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const refused = page.waitForEvent('console', (message) => message.text().includes('Content Security Policy'));
    await page.evaluate(`document.head.append(Object.assign(document.createElement('script'), { text: 'ran = 1' }))`);
    await refused;
    expect(await page.evaluate('typeof ran')).toBe('undefined');
    complaints.splice(0);
  });

  it('with all it loads is smaller than 65 kB compressed, and announces each of its modules', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    await answers(page, 1);
    const loaded = await page.evaluate<string[]>(`
      performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)`);
    const assets = [...new Set(loaded.filter((path) => path.startsWith('/assets/')))];
    const sizes = await Promise.all(
      assets.map(async (path) => gzipSync(await (await fetch(new URL(path, url))).bytes()).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(65_000);
    const html = readFileSync('web/chat/index.html', 'utf8');
    const announced = [...html.matchAll(/modulepreload" href="([^"]+)"/g)].map(([, path]) => path);
    const modules = assets.filter((path) => path.endsWith('.js') && path !== '/assets/chat/main.js');
    expect(announced.sort()).toEqual(modules.sort());
    const files = readdirSync('web/chat', { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    const unused = files.filter((name) => !assets.includes(`/assets/chat/${name}`));
    expect(unused.sort()).toEqual(['index.html', 'types.js']);
  });
});
