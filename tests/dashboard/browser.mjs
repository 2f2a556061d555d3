// Debian's Chromium, driven by playwright-core; what every test of the pages looks at.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const WIDTHS = [1280, 820];
export const SCHEMES = ['light', 'dark'];

/** Every view of the dashboard that an address leads to, with the stand-in's ids. */
export const VIEWS = {
  'demo': '#/demo',
  'onboarding': '#/onboarding',
  'traffic': '#/traffic',
  'an exchange': '#/traffic?id=1000',
  'movements': '#/movements',
  'a movement': '#/movements?id=0192f0aa-0000-7000-8000-00000000100',
  'players': '#/wallet',
  'a player': '#/wallet?player=player-1',
  'open rounds': '#/wallet?view=open-rounds',
  'customers': '#/feed',
  'transactions': '#/feed?view=transactions',
  'activity': '#/feed?view=activity',
  'faults': '#/faults',
  'misbehave': '#/faults?view=misbehave',
  'runs': '#/runs',
};

/** @param executable PITBOSS_CHROMIUM, else where Debian has it. The sandbox of Chromium needs a user who is not root. */
export function launch() {
  return chromium.launch({ executablePath: process.env.PITBOSS_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** A page whose errors are kept in `page.errors`: of scripts, and what the Content-Security-Policy refused. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.errors.push(message.text());
  });
  await page.goto(address);
  return page;
}

/** Goes to a view by its hash, and waits until nothing of it is still loading. */
export async function visit(page, hash) {
  await page.evaluate((to) => { window.location.hash = to; }, hash);
  await settled(page, hash);
}

/** Until the view of `hash` is there with its sidebar, if it has one, and its answers. */
export async function settled(page, hash) {
  const sidebar = /[?&](id|player)=/.test(hash);
  await page.waitForFunction(([to, with_sidebar]) => window.location.hash.startsWith(to.split('?')[0])
    && document.querySelector('h1') !== null
    && (document.querySelector('[role=dialog]') !== null) === with_sidebar
    && document.querySelector('.waiting, [aria-busy=true]') === null, [hash, sidebar]);
}

/** What axe finds wrong with the page as it is seen now. */
export async function violations(page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(() => window.axe.run());
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`);
}

/** How far the page is wider than the window. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** The cells of a column of the only table in view, by its head. */
export async function column(page, head) {
  const heads = await page.locator('.table-frame thead th').allInnerTexts();
  const at = heads.findIndex((text) => text.startsWith(head));
  assert.notEqual(at, -1, `no column ${head} among ${heads.join(', ')}`);
  return page.locator(`.table-frame tbody tr > :nth-child(${at + 1})`).allTextContents();
}
