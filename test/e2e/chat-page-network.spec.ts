import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { answers, ask, type ChatPageOptions, openChatPage, storedMessages } from '../support/chat-page.js';
import { eventIn, onWire, proxyWithoutUpgrades } from '../support/socket-wire.js';
import { startTestApp } from '../support/test-app.js';
import { until } from '../support/until.js';

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

describe('a message on a bad line', () => {
  it('can be mended when the desk refuses it, also after a reload, and is stored once', async () => {
    let refused = 0;
    const wire = onWire({
      fromPage: (frame, ofPage) => {
        const event = eventIn(frame);
        if (event?.name !== 'message.send' || refused > 0) return false;
        refused += 1;
        const told = {
          status: 400,
          retryable: false,
          detail: 'Say it in other words.',
          requestId: 'req_of_the_refusal',
        };
        const error = { code: 'validation_failed', ...told };
        ofPage.send(`43/chat,${event.ackId}[${JSON.stringify({ ok: false, error })}]`);
        return true;
      },
    });
    const page = await openPage({ prepare: wire });
    await ask(page, QUESTION);
    await page.getByText('Say it in other words.').waitFor();
    await page.getByText('Reference: req_of_the_refusal').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Edit' }).click();
    expect(await page.getByLabel('Your message').inputValue()).toBe(QUESTION);
    await page.getByRole('button', { name: 'Send message' }).click();
    expect(await answers(page, 1)).toContain('30 days');
    expect((await storedMessages(page)).map(({ role }) => role)).toEqual(['customer', 'agent']);
    expect(await page.locator('.message').count()).toBe(2);
  });

  it('goes out again by itself, as the same message, when the line is cut before the desk has confirmed it', async () => {
    const ids: unknown[] = [];
    const wire = onWire({
      fromPage: (frame) => {
        const event = eventIn(frame);
        if (event?.name === 'message.send') ids.push(event.body['clientMessageId']);
        return false;
      },
      fromDesk: (frame, ofPage) => {
        if (!frame.startsWith('43/chat,') || ids.length > 1) return false;
        void ofPage.close();
        return true;
      },
    });
    const page = await openPage({ prepare: wire });
    await ask(page, QUESTION);
    await answers(page, 1);
    await until(() => ids.length === 2);
    expect(new Set(ids).size).toBe(1);
    expect((await storedMessages(page)).map(({ role }) => role)).toEqual(['customer', 'agent']);
    expect(await page.locator('.message').count()).toBe(2);
  });

  it('is sent by itself when the connection returns', async () => {
    const page = await openPage();
    await page.context().setOffline(true);
    await page.getByText('You appear to be offline.').waitFor();
    await ask(page, QUESTION);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await page.context().setOffline(false);
    await answers(page, 1);
    await page.getByText('You appear to be offline.').waitFor({ state: 'detached' });
    expect(complaints.splice(0)).toEqual([expect.stringContaining('ERR_INTERNET_DISCONNECTED')]);
  });

  it('waits while the connection is away, and says so', async () => {
    const page = await openPage();
    await ask(page, QUESTION);
    await answers(page, 1);
    await page.context().setOffline(true);
    await page.getByText('You appear to be offline.').waitFor();
    await ask(page, 'How do I reset my password?');
    await page.getByText('Sending…').waitFor();
    await page.context().setOffline(false);
    await answers(page, 2);
    await page.getByText('You appear to be offline.').waitFor({ state: 'detached' });
    // The browser's own words about tries in vain; how many there are is a matter of time.
    for (const text of complaints.splice(0)) expect(text).toMatch(/ERR_INTERNET_DISCONNECTED/);
  });

  it('goes by long polling where no WebSocket gets through', async () => {
    const proxy = await proxyWithoutUpgrades(url);
    const page = await openPage({ baseURL: proxy });
    const polled = page.waitForRequest(/\/ws\/\?.*transport=polling/);
    await ask(page, QUESTION);
    await polled;
    expect(await answers(page, 1)).toContain('30 days');
    // The browser's own words about the refused upgrade.
    expect(complaints.splice(0)).toEqual([expect.stringMatching(/WebSocket connection to .* failed/)]);
  });
});
