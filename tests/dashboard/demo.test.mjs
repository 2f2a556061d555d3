// `pitboss demo` in a browser: the showpiece, right and wrong, and an onboarding that goes on by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, open, settled, violations, visit } from './browser.mjs';
import { start } from './server.mjs';

let browser;
let demo;
let page;

before(async () => {
  browser = await launch();
  demo = await start('demo');
  page = await open(browser, `${demo.address}#/demo`, { viewport: { width: 1280, height: 900 } });
  await settled(page, '#/demo');
  await page.getByLabel('Speed').selectOption('20');
});
after(async () => {
  await browser.close();
  await demo.stop();
});

const figure = (name) => page.locator('.figures > div').filter({ hasText: name }).locator('dd').textContent();

async function lose(button, word) {
  await page.getByRole('button', { name: button }).click();
  await page.locator('.verdict').filter({ hasText: word }).waitFor();
}

test('a lost reply: the retry is charged once', async () => {
  await lose(/^Lose the reply$/, 'Right');
  assert.equal(await figure('Charged'), 'once');
  assert.deepEqual(await violations(page), []);
});

test('with the fault the player is charged twice, and the verdict turns red with the story', async () => {
  const before_it = Number(await figure('Balance'));
  await lose(/has the fault/, 'Wrong');
  assert.equal(await figure('Charged'), 'twice');
  assert.equal(Number(await figure('Balance')), before_it - 20);
  assert.match(await page.locator('.verdict').getAttribute('class'), /fail/);
  await page.getByRole('list', { name: 'What happened' }).getByText(/wallet\.replay/).waitFor();
  assert.deepEqual(await violations(page), []);
});

test('afterwards the wallet is right again', async () => {
  await page.getByText('This server is wrong on purpose').waitFor({ state: 'detached' });
  await lose(/^Lose the reply$/, 'Right');
});

test('the partner goes on with the onboarding, and the board tells how far it came', async () => {
  await visit(page, '#/onboarding');
  await page.getByRole('heading', { name: /^[1-9]\d* of 8 completed$/ }).waitFor();
  assert.deepEqual(await violations(page), []);
});

test('paused, it goes on step by step', async () => {
  await visit(page, '#/demo');
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused', { exact: true }).waitFor();
  const shown = () => page.getByRole('region', { name: 'Scenes' }).textContent();
  const at_first = await shown();
  do {  // a step is one request or one moment to read
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Step' }).click();
    await answered;
    await page.getByText('Paused', { exact: true }).waitFor();
  } while (await shown() === at_first);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Running', { exact: true }).waitFor();
});

test('nothing failed, and the Content-Security-Policy refused nothing', () => {
  assert.deepEqual(page.errors, []);
});
