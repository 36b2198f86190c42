import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type WebSocketRoute } from 'playwright-core';
import {
  complaints,
  desk,
  openConsole,
  openCustomer,
  openPage,
  openTicket,
  row,
  said,
  say,
  signIn,
  useConsoleDesk,
} from '../support/console-desk.js';

const PAGE_FILES = 'web/console';
const QUESTION = 'What is your refund policy?';

useConsoleDesk();

describe('a conversation', () => {
  it('goes from the agent to a person and back', async () => {
    const anna = await openConsole('Anna');
    const { page: customer, number } = await openCustomer();
    await row(anna, number).getByText('Customer online').waitFor();
    await row(anna, number).click();
    await anna.getByText('Nobody has this conversation yet.').waitFor();
    await anna.getByRole('button', { name: 'Take over' }).click();
    await anna.getByText('You have this conversation.').waitFor();
    await customer.getByText(/Anna/).first().waitFor();

    // What the person writes, and that they write.
    await anna.keyboard.type('Hello, this is Anna.');
    await customer.getByText('Anna is writing…').waitFor();
    await anna.keyboard.press('Control+Enter');
    await customer.locator('.from-human').getByText('Hello, this is Anna.').waitFor();
    await customer.getByText('Anna is writing…').waitFor({ state: 'hidden' });

    // What the customer writes, and that they write.
    await customer.getByLabel('Your message').pressSequentially('I would like my money back');
    await anna.getByText('The customer is writing…').waitFor();
    await customer.keyboard.press('Enter');
    await anna.locator('.by-customer').getByText('I would like my money back').waitFor();

    await anna.getByRole('button', { name: 'Give back' }).click();
    await anna.getByRole('dialog').getByLabel('Private note (optional)').fill('Promised a call.');
    await anna.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await anna.getByText('The assistant answers here.').waitFor();
    await anna.getByRole('complementary').getByText('Promised a call.').waitFor();

    // The agent's answer arrives in the console as it is written.
    await anna.evaluate(`
      globalThis.seen = [];
      new MutationObserver((records) => records.forEach((record) => seen.push(record.oldValue)))
        .observe(document.querySelector('.messages'), { subtree: true, attributeFilter: ['data-state'], attributeOldValue: true })`);
    await customer.getByLabel('Your message').fill(QUESTION);
    await customer.keyboard.press('Enter');
    await customer.locator('.from-agent[data-state="done"]').getByText('30 days').first().waitFor();
    await anna.locator('.by-agent[data-state="done"]').getByText('30 days').first().waitFor();
    expect(await anna.evaluate<string[]>('seen')).toContain('streaming');
    const lines = await anna.locator('.line:not(.by-event, .by-system) .message-body').allInnerTexts();
    expect(lines.slice(0, 3)).toEqual(['Hello, this is Anna.', 'I would like my money back', QUESTION]);
    expect(lines).toHaveLength(4);
  });

  it('is of one person at a time, and the others are told who has it', async () => {
    const { number } = await openTicket(QUESTION);
    const [anna, bob] = await Promise.all([openConsole('Anna'), openConsole('Bob')]);
    for (const page of [anna, bob]) {
      await row(page, number).click();
      await page.getByText('Nobody has this conversation yet.').waitFor();
    }
    await anna.getByRole('button', { name: 'Take over' }).click();
    await anna.getByText('You have this conversation.').waitFor();
    await bob.locator('.ticket-foot').getByText('Anna has this conversation.').waitFor();
    await row(bob, number).getByText('Anna').waitFor();
    expect(await bob.getByLabel('Your reply to the customer').isVisible()).toBe(false);
    expect(await bob.getByRole('button', { name: 'Take over' }).isVisible()).toBe(false);
    // As if he had pressed it a moment before it went.
    await bob.locator('button').getByText('Take over').dispatchEvent('click');
    await bob.locator('#notices').getByText('Anna has this conversation.').waitFor();
  });

  it('keeps a message that was refused, to be changed and sent', async () => {
    const { number, sessionId } = await openTicket();
    const anna = await openConsole('Anna');
    await row(anna, number).click();
    await anna.getByRole('button', { name: 'Take over' }).click();
    await say(anna, 'x'.repeat(8001));
    await anna.getByRole('button', { name: 'Edit' }).click();
    expect(await anna.getByLabel('Your reply to the customer').inputValue()).toHaveLength(8001);
    await anna.keyboard.press('Escape');
    await row(anna, number).click();
    expect(await anna.getByLabel('Your reply to the customer').inputValue()).toHaveLength(8001);
    await say(anna, 'In short: yes.');
    await anna.locator('.by-human[data-state="done"]').getByText('In short: yes.').waitFor();
    expect(await said(sessionId)).toEqual(['human: In short: yes.']);
  });
});

describe('a connection that is cut', () => {
  it('comes back by itself, with what was missed; what was written meanwhile is said once', async () => {
    const customer = await openTicket();
    const page = await openPage('/console');
    const lines: WebSocketRoute[] = [];
    let isAway = false;
    await page.routeWebSocket(/\/ws\//, (line) => {
      lines.push(line);
      if (isAway) void line.close();
      else line.connectToServer();
    });
    // Only pages that load from now on have their sockets routed.
    await page.reload();
    await signIn(page, desk.adminKey, 'Anna');
    await row(page, customer.number).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('You have this conversation.').waitFor();

    isAway = true;
    await Promise.all(lines.map((line) => line.close()));
    await page.getByText('No connection to the desk.').waitFor();
    await desk.ask(customer, 'Are you still there?');
    await say(page, 'Yes, I am.');
    await page.getByText('Sending…').waitFor();
    const { number } = await openTicket();

    isAway = false;
    await page.locator('.by-customer').getByText('Are you still there?').waitFor();
    await page.locator('.by-human[data-state="done"]').getByText('Yes, I am.').waitFor();
    await row(page, number).waitFor();
    await page.getByText('No connection to the desk.').waitFor({ state: 'detached' });
    expect(await said(customer.sessionId)).toEqual(['customer: Are you still there?', 'human: Yes, I am.']);
  });
});

describe('a ticket', () => {
  it('gets notes, a priority and a status, which everybody sees at once', async () => {
    const { number } = await openTicket('My name is Zoë. I want to complain about my order 1234567.');
    const [anna, bob] = await Promise.all([openConsole('Anna'), openConsole('Bob')]);
    for (const page of [anna, bob]) await row(page, number).click();
    const details = bob.getByRole('complementary', { name: 'Details' });
    await anna.getByLabel('New note').fill('Sent the form.');
    await anna.getByRole('button', { name: 'Add note' }).click();
    await details.getByText('Sent the form.').waitFor();
    await anna.getByLabel('Priority').selectOption('urgent');
    await row(bob, number).getByText('Urgent').waitFor();
    await anna.getByLabel('Status').selectOption('solved');
    await row(bob, number).waitFor({ state: 'detached' });
    await bob.getByRole('button', { name: 'Solved' }).click();
    await row(bob, number).waitFor();
    await details.getByRole('listitem').getByText('complains').waitFor();
    await details.getByText('Zoë', { exact: true }).waitFor();
  });

  it('is found, opened and left by keyboard alone', async () => {
    const tickets = [await openTicket(), await openTicket()];
    const anna = await openConsole('Anna');
    for (const { number } of tickets) await row(anna, number).waitFor();
    await anna.getByRole('button', { name: 'Solved' }).focus();
    await anna.keyboard.press('Tab');
    await anna.keyboard.press('End');
    await anna.keyboard.press('ArrowUp');
    // Not all of its text: whether the customer is there is told in between.
    const focused = (): Promise<string> =>
      anna.evaluate<string>('/^#\\d+/.exec(document.activeElement.textContent)[0]');
    const chosen = await focused();
    await anna.keyboard.press('Enter');
    const heading = anna.getByRole('heading', { name: /^Ticket #\d+$/ });
    expect(await heading.innerText()).toBe(`Ticket ${chosen}`);
    await anna.keyboard.press('Escape');
    await heading.waitFor({ state: 'detached' });
    expect(await focused()).toBe(chosen);
  });

  it('that is new is told in the title of a tab nobody looks at, and to screen readers', async () => {
    const anna = await openConsole('Anna');
    await anna.evaluate(`Object.defineProperty(document, 'hasFocus', { value: () => false })`);
    const { number } = await openTicket();
    await anna.getByRole('status').getByText(`New ticket ${number}, Normal`).waitFor({ state: 'attached' });
    expect(await anna.title()).toBe('(1) Support desk');
    await anna.evaluate(`dispatchEvent(new Event('focus'))`);
    expect(await anna.title()).toBe('Support desk');
  });
});

describe('signing in', () => {
  it('refuses a key that is unknown or may not work at the desk, and says which', async () => {
    const page = await openPage('/console');
    await signIn(page, 'no such key', 'Anna');
    await page.getByRole('alert').getByText('This key is not known here.').waitFor();
    await signIn(page, 'key-that-nobody-made', 'Anna');
    await page.getByRole('alert').getByText('This key is not known here.').waitFor();
    await signIn(page, 'key-of-a-service', 'Anna');
    await page.getByRole('alert').getByText('This key may not work at the desk.').waitFor();
    expect(await page.evaluate<number>('sessionStorage.length + localStorage.length')).toBe(0);
    expect(complaints.splice(0)).toEqual([expect.stringContaining('401'), expect.stringContaining('403')]);
  });

  it('lasts over a reload, in this tab only, until one signs out', async () => {
    const page = await openConsole('Łucja');
    await page.reload();
    await page.getByText('Signed in as Łucja').waitFor();
    expect(await page.evaluate<number>('localStorage.length')).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    expect(await page.evaluate<number>('sessionStorage.length')).toBe(0);
  });
});

describe('the page', () => {
  it('fits a phone of 360 px without scrolling sideways', async () => {
    const { number } = await openTicket(`${'unbreakable'.repeat(30)} ${QUESTION}`);
    const page = await openConsole('Anna', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
    const overflowing = (): Promise<string[]> =>
      page.evaluate<string[]>(`
        [document.documentElement, ...document.querySelectorAll('.masthead-row, .queue-scroll, .ticket-head, .log, .line, .details')]
          .filter((element) => element.scrollWidth > element.clientWidth).map((element) => element.className)`);
    expect(await overflowing()).toEqual([]);
    await row(page, number).click();
    await page.locator('.by-agent').first().waitFor();
    expect(await overflowing()).toEqual([]);
    await page.getByRole('button', { name: 'Details', exact: true }).click();
    await page.getByLabel('New note').waitFor();
    expect(await overflowing()).toEqual([]);
    await page.getByRole('button', { name: 'Close details' }).click();
    await page.getByRole('button', { name: 'Back to the tickets' }).click();
    await row(page, number).waitFor();
  });

  it('shows what customers send as text, never as markup', async () => {
    const { number } = await openTicket('<img src=x onerror="document.title=1"> **bold**');
    const page = await openConsole('Anna');
    await row(page, number).click();
    await page.locator('.by-customer').getByText('<img src=x onerror="document.title=1"> **bold**').waitFor();
    expect(await page.locator('.by-customer').locator('img, b, strong').count()).toBe(0);
  });

  it('is served under a policy that allows nothing inline but its import map, and nothing foreign', async () => {
    const response = await fetch(new URL('/console', desk.url), { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await response.text();
    expect(html.match(/<script(?![^>]* src=)[^>]*>/g)).toEqual(['<script type="importmap">']);
    expect(html).not.toMatch(/<style| style=| on\w+=/);
  });

  it('announces each of its modules', () => {
    const names = readdirSync(PAGE_FILES, { recursive: true, encoding: 'utf8' });
    const html = readFileSync(join(PAGE_FILES, 'index.html'), 'utf8');
    const announced = [...html.matchAll(/modulepreload" href="\/assets\/console\/([^"]+)"/g)].map(([, name]) => name);
    const modules = names.filter((name) => name.endsWith('.js') && !['main.js', 'types.js'].includes(name));
    expect(announced.sort()).toEqual(modules.sort());
  });
});
