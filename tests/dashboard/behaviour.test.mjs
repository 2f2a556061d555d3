// What moves: events, a stream that breaks, the key, switches, orders, the demo's showpiece, colours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, open, settled, visit } from './browser.mjs';
import { StandIn } from './stand_in.mjs';
import { ticks } from './stand_in_data.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function begin(t, hash, mode = 'plain') {
  const server = await new StandIn(mode).start();
  const page = await open(browser, server.address + hash);
  t.after(async () => {
    await page.context().close();
    await server.stop();
  });
  return { server, page };
}

const live = (page) => page.getByText('Live', { exact: true }).waitFor();

test('a tick is seen at once', async (t) => {
  const { server, page } = await begin(t, '#/traffic');
  await settled(page, '#/traffic');
  await live(page);
  server.push('tick', { ...ticks(Date.now() + 2000).at(-1), requests: 4711 });
  await page.locator('figcaption', { hasText: '4711' }).waitFor();
});

test('a stream that breaks is told, and comes back', async (t) => {
  const { server, page } = await begin(t, '#/traffic');
  await live(page);
  server.refusing = true;
  server.breakStreams();
  await page.getByText('Reconnecting…').waitFor();
  server.refusing = false;
  await live(page);
});

test('exchanges are filtered by what is chosen and typed', async (t) => {
  const { page } = await begin(t, '#/traffic');
  await page.getByLabel('Contract').selectOption('feed');
  await page.getByLabel('Status').selectOption('429');
  await page.getByText(/of 17 exchanges/).waitFor();
  await page.getByRole('searchbox', { name: 'Text' }).fill('nothing like this');
  await page.getByText('No exchange fits.', { exact: false }).waitFor();
});

test('without the key there is only the page that asks for it', async (t) => {
  const { page } = await begin(t, '#/wallet', 'locked');
  await page.getByLabel('Key').fill('wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('That is not the key.').waitFor();
  await page.getByLabel('Key').fill('right');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Wallet' }).waitFor();
  await live(page);
});

test('a switch turns a fault on by keyboard, and every page says so', async (t) => {
  const { server, page } = await begin(t, '#/faults');
  await page.getByRole('switch', { name: 'overdraft-accepted' }).focus();
  await page.keyboard.press('Space');
  await page.getByText('17 exchanges of wallet since').waitFor();
  const call = server.calls.find(({ method }) => method === 'POST');
  assert.deepEqual(call.body, { name: 'overdraft-accepted', on: true });
  assert.equal(call.headers['x-pitboss'], 'dashboard');
  await visit(page, '#/wallet');
  await page.getByText('This server is wrong on purpose').waitFor();
});

test('the next replies are lost by order, and the order is taken back', async (t) => {
  const { server, page } = await begin(t, '#/faults?view=misbehave');
  await page.getByLabel('What happens').selectOption('server_error');
  await page.getByLabel('To each operation').selectOption('3');
  await page.getByLabel('credit').check();
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByText('wallet: debit, credit').waitFor();
  const { body } = server.calls.find(({ method }) => method === 'POST');
  assert.deepEqual(body, { contract: 'wallet', on: ['debit', 'credit'], do: ['server_error', 'server_error', 'server_error'], count: 1 });
  await page.getByRole('button', { name: /Take back/ }).click();
  await page.getByText('Nothing is ordered').waitFor();
});

test('a lost reply: charged once; with the fault twice, and the verdict turns red with the story', async (t) => {
  const { page } = await begin(t, '#/demo');
  const verdict = page.locator('.verdict');
  await page.getByRole('button', { name: 'Lose the reply', exact: true }).click();
  await verdict.filter({ hasText: 'Right' }).waitFor();
  await page.locator('.figures').filter({ hasText: '90.00' }).filter({ hasText: 'once' }).waitFor();
  await page.getByRole('button', { name: /has the fault/ }).click();
  await verdict.filter({ hasText: 'Wrong' }).waitFor();
  assert.match(await verdict.getAttribute('class'), /fail/);
  await page.locator('.figures').filter({ hasText: '80.00' }).filter({ hasText: 'twice' }).waitFor();
  assert.equal(await page.getByRole('list', { name: 'What happened' }).getByRole('listitem').count(), 4);
});

test('the demo is paused, stepped, hastened', async (t) => {
  const { server, page } = await begin(t, '#/demo');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Step' }).click();
  await page.getByLabel('Speed').selectOption('5');
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Running', { exact: true }).waitFor();
  assert.deepEqual(server.calls.filter(({ method }) => method === 'POST').map(({ body }) => body),
    [{ action: 'pause' }, { action: 'step' }, { action: 'speed', speed: 5 }, { action: 'resume' }]);
});

test('colours follow the choice, and the choice stays', async (t) => {
  const { page } = await begin(t, '#/runs');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByLabel('Colours').selectOption('dark');
  assert.notEqual(await ground(), light);
  await page.reload();
  await page.getByLabel('Colours').waitFor();
  assert.notEqual(await ground(), light);
});

test('the skip link leads past the navigation', async (t) => {
  const { page } = await begin(t, '#/runs');
  await settled(page, '#/runs');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

test('what is missing next in the onboarding is there to be copied', async (t) => {
  const { page } = await begin(t, '#/onboarding');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('heading', { name: '3 of 8 completed' }).waitFor();
  await page.getByRole('button', { name: 'Copy the example request', exact: true }).click();
  await page.getByText('Copied').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^curl -X POST/);
});
