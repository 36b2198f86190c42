import { beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleClient, type Ticket } from '@frontdesk/client';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { onCleanUp } from '../support/clean-up.js';
import { openRelay, type Relay } from '../support/relay.js';
import { saying, type ScriptedProvider, startScriptedProvider } from '../support/scripted-provider.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

const QUESTION = 'What is your refund policy?';
const FIRST = 'You can return any item within';
const REST = ' 30 days of delivery for a full refund [1].';

let desk: TestApp;
let provider: ScriptedProvider;
let browser: Browser;
/** Between the browser and the desk. */
let relay: Relay;

beforeAll(async () => {
  provider = await startScriptedProvider();
  desk = await startTestApp({ ...provider.env, LLM_MAX_RETRIES: '0' });
  const { hostname, port } = new URL(desk.url);
  relay = await openRelay({ host: hostname, port: Number(port) });
  browser = await openBrowser();
});

async function openContext(): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB' });
  onCleanUp(() => context.close());
  return context;
}

async function openPage(context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await openContext())).newPage();
  await page.goto(`http://127.0.0.1:${relay.port}`);
  await page.locator('#log[aria-busy="false"]').waitFor();
  return page;
}

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text);
  await page.keyboard.press('Enter');
}

/** Has the model say the first piece of its answer, and the rest when the returned function is called. */
function answerInTwoParts(): () => void {
  let goOn = (): void => undefined;
  const wait = new Promise<void>((resolve) => (goOn = resolve));
  provider.next(async (turn) => {
    turn.say(FIRST);
    await wait;
    turn.say(REST);
    turn.finish();
  });
  return goOn;
}

const growing = (page: Page) => page.locator('.from-agent[data-state="streaming"]', { hasText: FIRST });
const finished = (page: Page) => page.locator('.from-agent[data-state="done"]', { hasText: '30 days of delivery' });
const stopButton = (page: Page) => page.getByRole('button', { name: 'Stop', exact: true });

/** A person at the desk who has taken the page's conversation over. */
async function takeOver(page: Page): Promise<{ person: ConsoleClient; ticket: Ticket }> {
  await page.getByRole('button', { name: 'Talk to a person' }).click();
  await page.getByText(/^A person will take over here\. Your ticket: #\d+$/).waitFor();
  const stored = await page.evaluate<string>(`localStorage.getItem('frontdesk.session')`);
  const { sessionId, handoff } = JSON.parse(stored) as { sessionId: string; handoff: { ticketId: string } };
  const person = new ConsoleClient({ url: desk.url, apiKey: desk.adminKey, name: 'Ada' }).connect();
  onCleanUp(async () => {
    person.close();
  });
  await person.watch(sessionId);
  const { ticket } = await person.claim(handoff.ticketId);
  return { person, ticket };
}

describe('an answer that is being made', () => {
  it('is there again after a reload, from its first word, and goes on', async () => {
    const page = await openPage();
    const goOn = answerInTwoParts();
    await ask(page, QUESTION);
    await growing(page).waitFor();
    await page.reload();
    await growing(page).waitFor();
    expect(await growing(page).locator('.message-body').innerText()).toBe(FIRST);
    goOn();
    await finished(page).waitFor();
    expect(await page.locator('.message').count()).toBe(2);
  });

  it('goes on where it stopped when the line was cut, which the page says meanwhile', async () => {
    const page = await openPage();
    const goOn = answerInTwoParts();
    await ask(page, QUESTION);
    await growing(page).waitFor();
    relay.cut();
    await page.getByText('You appear to be offline.').waitFor();
    goOn();
    relay.mend();
    await finished(page).waitFor();
    await page.getByText('You appear to be offline.').waitFor({ state: 'detached' });
    expect(await finished(page).locator('.message-body').innerText()).toBe(
      `${FIRST} 30 days of delivery for a full refund 1.`,
    );
    expect(await page.locator('.message').count()).toBe(2);
  });

  it('can be stopped, and its message sent again, also after a reload', async () => {
    const page = await openPage();
    const goOn = answerInTwoParts();
    await ask(page, QUESTION);
    await growing(page).waitFor();
    await stopButton(page).click();
    await page.getByText('The answer was stopped.').waitFor();
    goOn();
    expect(await stopButton(page).isVisible()).toBe(false);
    expect(await page.locator('.from-agent').count()).toBe(0);
    await page.reload();
    provider.next(saying(FIRST + REST));
    await page.getByRole('button', { name: 'Try again' }).click();
    await finished(page).waitFor();
    expect(await page.locator('.message').count()).toBe(2);
  });

  it('grows in every tab of the conversation, with the question that another one asked', async () => {
    const context = await openContext();
    const first = await openPage(context);
    provider.next(saying(FIRST + REST));
    await ask(first, QUESTION);
    await finished(first).waitFor();
    const second = await openPage(context);
    await finished(second).waitFor();
    const goOn = answerInTwoParts();
    await ask(second, 'How long can I return things?');
    await growing(first).waitFor();
    await growing(second).waitFor();
    goOn();
    await finished(first).nth(1).waitFor();
    await finished(second).nth(1).waitFor();
    const texts = await first.locator('.message-body').allInnerTexts();
    expect(texts).toHaveLength(4);
    expect(texts[2]).toBe('How long can I return things?');
    expect(await second.locator('.message-body').allInnerTexts()).toEqual(texts);
  });
});

describe('a person', () => {
  it('is seen to come, to write, to speak and to go', async () => {
    const page = await openPage();
    const { person, ticket } = await takeOver(page);
    await page.getByText(`You are talking to Ada. Your ticket: #${ticket.number}`).waitFor();
    const heard = new Promise<void>((resolve) => {
      person.on('typing', ({ who, on }) => {
        if (who === 'customer' && on) resolve();
      });
    });
    await page.getByLabel('Your message').pressSequentially('Are you');
    await heard;
    person.typing(ticket.sessionId, true);
    await page.getByText('Ada is writing…').waitFor();
    await page.getByLabel('Your message').fill('Are you there?');
    await page.keyboard.press('Enter');
    await page.locator('.from-customer[data-state="done"]', { hasText: 'Are you there?' }).waitFor();

    await person.send(ticket.sessionId, 'Yes, how can I help?');
    const said = page.locator('.from-human', { hasText: 'Yes, how can I help?' });
    await said.waitFor();
    expect(await said.locator('.message-author').innerText()).toBe('Ada');
    await page.getByText('Ada is writing…').waitFor({ state: 'hidden' });
    expect(await page.locator('.from-agent').count()).toBe(0);
    await page.reload();
    await page.getByText('You are talking to Ada.').waitFor();
    await said.waitFor();
    expect(await said.locator('.message-author').innerText()).toBe('Ada');

    await person.release(ticket.ticketId, { status: 'solved' });
    await page.getByText('You are talking to our assistant again.').waitFor();
    provider.next(saying(FIRST + REST));
    await ask(page, QUESTION);
    await finished(page).waitFor();
  });

  it('who takes over in the middle of an answer ends it', async () => {
    const page = await openPage();
    await page.getByRole('button', { name: 'Talk to a person' }).click();
    await page.getByText(/^A person will take over here\./).waitFor();
    const goOn = answerInTwoParts();
    await ask(page, QUESTION);
    await growing(page).waitFor();
    await takeOver(page);
    await page.getByText('You are talking to Ada.').waitFor();
    goOn();
    await page.locator('.from-agent').waitFor({ state: 'detached' });
    expect(await page.locator('.from-customer[data-state="done"]').count()).toBe(1);
    expect(await stopButton(page).isVisible()).toBe(false);
  });
});
