// Each view in light and dark, on a desktop and on a tablet: axe finds nothing, nothing is wider than the window, no error, and
// nothing that the Content-Security-Policy has to refuse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { SCHEMES, VIEWS, WIDTHS, launch, open, overflow, settled, violations, visit } from './browser.mjs';
import { StandIn } from './stand_in.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function judged(page, name) {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await violations(page), [], `${name}, ${colorScheme}, ${width} px`);
      assert.ok(await overflow(page) <= 0, `${name} at ${width} px is ${await overflow(page)} px too wide`);
    }
  }
  assert.deepEqual(page.errors, [], name);
}

test('every view is accessible and fits', async (t) => {
  const server = await new StandIn().start();
  t.after(() => server.stop());
  const page = await open(browser, server.address);
  for (const [name, hash] of Object.entries(VIEWS)) {
    await t.test(name, async () => {
      await visit(page, hash);
      await judged(page, name);
    });
  }
});

for (const mode of ['empty', 'failing']) {
  test(`every view is accessible where the server is ${mode}`, async (t) => {
    const server = await new StandIn(mode).start();
    t.after(() => server.stop());
    const page = await open(browser, server.address);
    for (const hash of ['#/demo', '#/onboarding', '#/traffic', '#/movements', '#/wallet', '#/feed', '#/faults', '#/runs']) {
      await visit(page, hash);
      if (mode === 'failing') await page.getByRole('alert').first().waitFor();
      assert.deepEqual(await violations(page), [], `${hash}, ${mode}`);
    }
  });
}

test('the page that asks for the key is accessible', async (t) => {
  const server = await new StandIn('locked').start();
  t.after(() => server.stop());
  const page = await open(browser, server.address);
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
  await judged(page, 'log in');
});

test('the calendar and the filter of the movements log are accessible', async (t) => {
  const server = await new StandIn().start();
  t.after(() => server.stop());
  const page = await open(browser, `${server.address}#/movements`);
  await settled(page, '#/movements');
  await page.getByRole('button', { name: /Dates/ }).click();
  await page.getByRole('button', { name: 'Last 30 days' }).waitFor();
  await judged(page, 'calendar');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByRole('dialog').waitFor();
  await judged(page, 'filter');
});
