// The player movements log, as the contract page describes it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';

import { column, launch, open, settled, visit } from './browser.mjs';
import { StandIn } from './stand_in.mjs';
import { METRICS, movements } from './stand_in_data.mjs';

let browser;
let server;
let page;
before(async () => { browser = await launch(); });
after(() => browser.close());
beforeEach(async () => {
  server = await new StandIn().start();
  page = await open(browser, `${server.address}#/movements`);
  await settled(page, '#/movements');
});
afterEach(async () => {
  await page.context().close();
  await server.stop();
});

const rows = () => page.locator('.table-frame tbody tr');
const total = (n) => page.getByText(`${n} of ${n} movements`).waitFor();
const dates = () => page.getByRole('button', { name: /Dates/ });

test('has a column for the player, every metric and the time', async () => {
  const heads = await page.locator('.table-frame thead th').allInnerTexts();
  assert.deepEqual(heads.map((text) => text.split(/\s*archived/)[0]),
    ['Created at (UTC)', 'Player', 'Brand', ...METRICS, 'Request ID']);
});

test('shows the last 7 days unless asked otherwise, and other ranges by preset', async () => {
  await total(12);
  await dates().click();
  await page.getByRole('button', { name: 'Last 30 days' }).click();
  await total(13);
  assert.match(page.url(), /from=\d{4}-\d\d-\d\d&to=\d{4}-\d\d-\d\d/);
  await dates().click();
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await total(12);
  const last = server.calls.filter(({ path }) => path.endsWith('/movements')).at(-1);
  assert.deepEqual(Object.keys(last.query), ['limit'], 'the default is the server\'s own');
});

test('takes a range from the keyboard', async () => {
  const day = movements(Date.now()).at(-1).created_at.slice(0, 10);
  const [year, month, date] = day.split('-');
  await page.getByRole('spinbutton').first().focus();
  for (let half = 0; half < 2; half += 1) for (const part of [year, month, date]) await page.keyboard.type(part);
  await total(1);
  assert.match(page.url(), new RegExp(`from=${day}&to=${day}`));
});

test('filters in a sidebar by player ID, external client ID and request ID', async () => {
  const [first] = movements(Date.now());
  const filters = [['Player ID', 'player_id', first.player_id, 4], ['External client ID', 'external_client_id', first.external_client_id, 4],
    ['Request ID', 'request_id', first.request_id, 1]];
  for (const [label, name, value, count] of filters) {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('textbox', { name: label, exact: true }).fill(value);
    await page.keyboard.press('Enter');
    await total(count);
    assert.equal(server.calls.filter(({ path }) => path.endsWith('/movements')).at(-1).query[name], value);
    await page.getByRole('button', { name: `Remove the filter ${label}` }).click();
    await total(12);
  }
});

test('an address holds the filters', async () => {
  await page.goto(`${server.address}#/movements?external_client_id=player-2`);
  await page.reload();
  await total(4);
  assert.ok((await column(page, 'Player')).every((text) => text.startsWith('player-2')));
});

test('a row opens the detail with every column and the payload, digit for digit', async () => {
  await rows().first().getByRole('cell').nth(3).click();
  const dialog = page.getByRole('dialog', { name: 'Movement detail' });
  const payload = dialog.getByRole('region', { name: 'Raw payload' });
  await payload.waitFor();
  const text = await payload.textContent();
  for (const exact of ['"value": "0.10"', '"100.000000000000000000001"', '"exact": 1.10', '"large": 12345678901234567890', '"twice": 1,', '"twice": 1.0']) {
    assert.ok(text.includes(exact), `${exact} in ${text}`);
  }
  assert.equal(await payload.locator('.json-number').first().textContent(), '1.10');
  await dialog.getByText('3 other metrics').click();
  for (const metric of METRICS) assert.equal(await dialog.getByRole('rowheader', { name: metric, exact: true }).count(), 1);
  for (const name of ['Player ID', 'External client ID', 'Brand', 'Request ID', 'Total RevShare', 'Created at']) {
    assert.equal(await dialog.locator('dt', { hasText: name }).count() >= 1, true, name);
  }
});

test('the detail opens and closes by keyboard, and focus comes back', async () => {
  const opener = rows().nth(2).getByRole('button');
  await opener.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Movement detail' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.waitForFunction((element) => document.activeElement === element, await opener.elementHandle());
});

test('amounts are the text that came; gaps between thousands are not part of it', async () => {
  const shown = await column(page, 'total-deposits');
  assert.equal(shown[0], '= 12345678900.00');
  assert.equal((await column(page, 'ngr'))[0], '-1234.50');
});

test('where nothing fits it says what may be the reason', async () => {
  await visit(page, '#/movements?request_id=nobody');
  await page.getByText('No movement in this range fits the filter.').waitFor();
});
