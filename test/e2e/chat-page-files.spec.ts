import { beforeAll, expect, it } from '@jest/globals';
import { type Browser, type Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { onCleanUp } from '../support/clean-up.js';
import { startTestApp } from '../support/test-app.js';

let url: string;
let browser: Browser;

beforeAll(async () => {
  const app = await startTestApp();
  onCleanUp(() => app.close());
  url = app.url;
  browser = await openBrowser();
});

async function openPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: 'en-GB' });
  onCleanUp(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('heading', { name: 'Hello, how can we help?' }).waitFor();
  return page;
}

it('takes a file with a message, answers from it, and shows which it was', async () => {
  const page = await openPage();
  const text = 'Warranty card. The warranty of the Borealis kettle lasts 27 months from the day of purchase.';
  const file = { name: 'warranty.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await page.locator('#file').setInputFiles(file);
  await page.locator('#tray [data-state="ready"]').waitFor();
  expect(await page.locator('#tray').innerText()).toContain('warranty.txt');
  await page.getByLabel('Your message').fill('How long is the warranty of the Borealis kettle?');
  await page.keyboard.press('Enter');
  const answer = page.locator('.from-agent[data-state="done"]').first();
  await answer.waitFor();
  expect(await answer.innerText()).toContain('27 months');
  expect(await page.locator('.from-customer').first().innerText()).toContain('warranty.txt');
  expect(await page.locator('#tray').isVisible()).toBe(false);
});

it('says why a file is not taken, and lets it be removed', async () => {
  const page = await openPage();
  const program = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), Buffer.alloc(500)]);
  await page.locator('#file').setInputFiles({ name: 'tool.pdf', mimeType: 'application/pdf', buffer: program });
  await page.locator('#tray [data-state="failed"]').waitFor();
  expect(await page.locator('#tray').innerText()).toContain('can’t be read here');
  await page.getByRole('button', { name: 'Remove tool.pdf' }).click();
  expect(await page.locator('#tray').isVisible()).toBe(false);
});
