// The pages against the server that they are built for: what a partner sends is what they show, as text.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { column, launch, open, settled, violations, visit } from './browser.mjs';
import { check, feed, movements, serve, wallet } from './server.mjs';
import { HOSTILE } from './stand_in.mjs';

const RAW_TAIL = '"exact":1.10,"large":12345678901234567890,"note":"' + HOSTILE.replaceAll('"', '\\"') + '"';

let browser;
let server;
let page;
let player;

before(async () => {
  browser = await launch();
  server = await serve(['--reports', '{folder}/reports']);
  await push_feed();
  await record_movements();
  await play();
  page = await open(browser, server.address);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const accepted = (answer) => assert.equal(Math.floor(answer.status / 100), 2, answer.text);

async function push_feed() {
  const push = await feed(server);
  accepted(await push('customers', [{
    customer_id: 'C-1', signup_date: '2026-10-01T08:30:00Z', affiliate_id: 'AFF-1', tracking_data: { campaign: HOSTILE },
    first_name: HOSTILE, last_name: HOSTILE, email: HOSTILE, currency: 'EUR',
  }]));
  accepted(await push('transactions', [{
    transaction_id: HOSTILE, customer_id: 'C-1', transaction_type: 'deposit', amount_currency: 1234567.5, currency: 'EUR',
    transaction_date: '2026-11-20T12:00:00Z', status: 'approved', payment_method: HOSTILE,
  }]));
  const day = { customer_id: 'C-1', game_type: 'slots', currency: 'EUR', bets_count: 7 };
  accepted(await push('gaming-activity', [
    { ...day, date: '2026-11-19', total_bets: 100.10, wins: 1950.85, ggr: -1850.75, ngr: -1860.75 },
    { ...day, date: '2026-11-20', total_bets: 400, wins: 300.25, ggr: 99.75, ngr: 79.1 },
  ]));
}

async function record_movements() {
  const client = movements(server);
  for (const id of ['player-1', HOSTILE]) accepted(await client.register(id, client.brand));
  const body = (id, request, value) => `{"externalClientId":${JSON.stringify(id)},"revenueOriginId":"${client.brand}","requestId":${JSON.stringify(request)},`
    + `"metrics":[{"code":"ngr","type":"relative","value":"${value}"},{"code":"total-deposits","type":"absolute","value":"1240.50"}],${RAW_TAIL}}`;
  accepted(await client.record(body('player-1', 'request-1', '-1234.50')));
  accepted(await client.record(body(HOSTILE, HOSTILE, '0.10')));
}

async function play() {
  player = await wallet(server);
  accepted(await player.transact({ roundId: 'round-1', transactionId: 'tx-1', amount: 10.1, transactionType: 'debit' }));
  accepted(await player.transact({ roundId: 'round-1', transactionId: 'tx-2', amount: 25, transactionType: 'credit', roundFinished: true }));
  accepted(await player.transact({ roundId: 'round-2', transactionId: 'tx-3', amount: 1, transactionType: 'debit' }));
}

async function harmless(scope) {
  assert.ok((await scope.textContent()).includes(HOSTILE), 'the text is shown, letter for letter');
  assert.equal(await page.locator('body script, img').count(), 0);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
}

test('every page is there without a violation of accessibility', async () => {
  for (const hash of ['#/onboarding', '#/traffic', '#/movements', '#/wallet', '#/wallet?view=open-rounds', '#/feed', '#/feed?view=transactions',
    '#/feed?view=activity', '#/faults', '#/faults?view=misbehave', '#/runs']) {
    await visit(page, hash);
    assert.equal(await page.getByRole('alert').count(), 0, hash);
    assert.deepEqual(await violations(page), [], hash);
  }
});

test('the movements log has a column for each metric, and filters', async () => {
  await visit(page, '#/movements');
  await page.getByText('2 of 2 movements').waitFor();
  assert.deepEqual(await column(page, 'ngr'), ['+0.10', '-1234.50']);
  assert.deepEqual(await column(page, 'total-deposits'), ['= 1240.50', '= 1240.50']);
  await harmless(page.locator('main'));
  await visit(page, '#/movements?request_id=request-1');
  await page.getByText('1 of 1 movements').waitFor();
  await visit(page, '#/movements?external_client_id=history-1&from=2026-01-01&to=2026-12-31');
  await page.getByText('of 1 movements').or(page.getByText('of 2 movements')).waitFor();
});

test('the detail of a movement is the payload as sent', async () => {
  await visit(page, '#/movements?request_id=request-1');
  await page.getByText('1 of 1 movements').waitFor();
  await page.locator('.table-frame tbody tr').getByRole('button').click();
  const payload = page.getByRole('region', { name: 'Raw payload' });
  await payload.waitFor();
  for (const exact of ['"exact": 1.10', '"large": 12345678901234567890']) assert.ok((await payload.textContent()).includes(exact));
  await page.keyboard.press('Escape');
});

test('the feed shows customers, transactions, and days that players won', async () => {
  await visit(page, '#/feed');
  await page.getByText('1 of 1 customers').waitFor();
  await harmless(page.locator('main'));
  await visit(page, '#/feed?view=transactions');
  assert.deepEqual((await column(page, 'Amount currency')).map((text) => text.replace(/\.?0*$/, '')), ['1234567.5']);
  await visit(page, '#/feed?view=activity');
  const ggr = await column(page, 'GGR');
  assert.ok(ggr.includes('-1850.75') && ggr.includes('99.75'), ggr.join(', '));
  await page.getByRole('list', { name: 'Negative days' }).getByText('2026-11-19').waitFor();
});

test('the wallet shows the rounds of a player and what is open', async () => {
  await visit(page, `#/wallet?player=${player.playerId}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('round-2').waitFor();
  await dialog.getByText('tx-3').waitFor();
  await dialog.getByText('round-1').click();
  await dialog.getByText('tx-2').waitFor();
  await page.keyboard.press('Escape');
  await visit(page, '#/wallet?view=open-rounds');
  await page.getByText('round-2').waitFor();
});

test('an exchange is seen as it happens, request and reply, without secrets', async () => {
  await visit(page, '#/traffic?contract=wallet');
  await page.getByText('Live', { exact: true }).waitFor();
  await player.transact({ roundId: 'round-live', transactionId: 'tx-live', amount: 1, transactionType: 'debit' });
  await page.getByRole('searchbox', { name: 'Text' }).fill('tx-live');
  await page.getByText('1 of 1 exchanges').waitFor();
  await page.locator('.table-frame tbody tr').getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('region', { name: 'Body of the request' }).waitFor();
  const text = await dialog.textContent();
  assert.ok(text.includes('"tx-live"'));
  assert.ok(!/Bearer eyJ/.test(text), 'no token is shown');
  await page.keyboard.press('Escape');
});

test('the next reply is lost by order', async () => {
  await visit(page, '#/faults?view=misbehave');
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByText('1 of 1 to come').waitFor();
  await assert.rejects(player.transact({ roundId: 'lost', transactionId: 'lost', amount: 1, transactionType: 'debit' }));
  accepted(await player.transact({ roundId: 'lost', transactionId: 'lost', amount: 1, transactionType: 'debit' }));
  await page.getByText('done; met').waitFor();
  await visit(page, '#/traffic?status=0');
  await page.getByText('no reply').first().waitFor();
});

test('a run is listed with its verdict, and its report opens', async () => {
  await check(server, 'nightly');
  await visit(page, '#/runs');
  assert.deepEqual(await column(page, 'Run'), ['nightly']);
  const opened = page.context().waitForEvent('page');
  await page.getByRole('link', { name: 'Open the report of nightly' }).click();
  const report = await opened;
  await report.getByRole('heading', { level: 1 }).waitFor();
  assert.match(await report.title(), /reference/);
  await report.close();
});

test('a fault is turned on and off from the board', async () => {
  await visit(page, '#/faults?text=overdraft-accepted');
  const turn = page.getByRole('switch', { name: 'overdraft-accepted', exact: true });
  const overdraw = (n) => player.transact({ roundId: `over-${n}`, transactionId: `over-${n}`, amount: 99999999, transactionType: 'debit' });
  assert.equal((await overdraw(1)).status, 400);
  await turn.focus();
  await page.keyboard.press('Space');
  await page.getByText('1 fault, 1 on').waitFor();
  assert.equal((await overdraw(2)).status, 200);
  await turn.focus();
  await page.keyboard.press('Space');
  await page.getByText(', 0 on').waitFor();
  assert.equal((await overdraw(3)).status, 400);
});

test('a server with a key shows nothing before it is given', async (t) => {
  const key = 'the-key-of-this-server';
  const locked = await serve(['--dashboard-key', key]);
  const visitor = await open(browser, `${locked.address}#/wallet`);
  t.after(async () => {
    await visitor.context().close();
    await locked.stop();
  });
  await visitor.getByLabel('Key').fill('not-the-key-of-this-server');
  await visitor.getByRole('button', { name: 'Log in' }).click();
  await visitor.getByRole('alert').waitFor();
  await visitor.getByLabel('Key').fill(key);
  await visitor.keyboard.press('Enter');
  await visitor.getByText('4 of 4 players').waitFor();
  await visitor.getByText('Live', { exact: true }).waitFor();
  await visitor.reload();
  await visitor.getByText('4 of 4 players').waitFor();
  assert.deepEqual(visitor.errors, []);
});

test('nothing failed, and the Content-Security-Policy refused nothing', () => {
  assert.deepEqual(page.errors, []);
});
