// Every text that traffic can bring has markup in it; each view shows it as text, and nothing of it runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { VIEWS, launch, open, visit } from './browser.mjs';
import { HOSTILE, StandIn } from './stand_in.mjs';

test('markup from traffic is text in every view', async (t) => {
  const server = await new StandIn('hostile').start();
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.stop();
  });
  server.misbehaviours = [{ id: '1', contract: 'wallet', on: ['debit'], do: ['server_error'], count: 1, left: 1, exchanges: [] }];
  const page = await open(browser, server.address);
  for (const [name, hash] of Object.entries(VIEWS)) {
    await t.test(name, async () => {
      await visit(page, hash);
      const sidebar = page.getByRole('dialog');
      const shown = await (await sidebar.count() > 0 ? sidebar : page.locator('main')).textContent();
      assert.ok(shown.includes(HOSTILE), 'the text is shown, letter for letter');
      assert.equal(await page.locator('body script, img').count(), 0);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
    });
  }
  assert.deepEqual(page.errors, []);
});

test('a link out of an answer never leaves the reports', async (t) => {
  const server = await new StandIn().start();
  server.runs = [{ name: 'x', at: '2026-11-25T03:00:00Z', contract: 'wallet', conformant: true, headline: 'all well', failed: 0, passed: 1, report: 'javascript:alert(1)' }];
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await server.stop();
  });
  const page = await open(browser, server.address);
  await visit(page, '#/runs');
  assert.equal(await page.getByRole('cell', { name: 'none' }).count(), 1);
  assert.equal(await page.locator('main a').count(), 0);
});
