// The checks of checks.js on every row of pages.js for one site, in both languages, on a phone and
// on a desk. SHOTS=folder also takes the pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import * as checks from './checks.js';
import { open } from './harness.js';
import { PAGES } from './pages.js';

const { SHOTS } = process.env;
let world;

async function look(row, address, lang, width) {
  const page = await world.page({ as: row.as, lang, width, height: width < 600 ? 740 : 900 });
  const isLight = checks.weighs(page);
  await world.visit(row.site, address, { page, lang });
  const where = `${row.name} (${lang}, ${width} px)`;
  assert.equal(page.answer.status(), row.status ?? 200, where);
  checks.isGuarded(page.answer, where);
  await checks.isValidHtml(await page.answer.text(), where);
  await checks.isMarked(page, lang, where);
  await checks.fitsItsWidth(page, where);
  await checks.isAccessible(page, where);
  if (row.light) await isLight(where);
  checks.isQuiet(page, where);
  if (SHOTS && row.shot) {
    await page.screenshot({ path: path.join(SHOTS, `${row.name}-${lang}-${width}.png`) });
  }
  await page.context().close();
}

/** Without scripts the page says the same; in the dark its contrast still suffices. */
async function lookAgain(row, address) {
  const text = {};
  for (const script of [true, false]) {
    const page = await world.visit(row.site, address, { as: row.as, script, lang: 'zh' });
    text[script] = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    await page.context().close();
  }
  assert.equal(text[false], text[true], `${row.name} without JavaScript`);
  const page = await world.visit(row.site, address, { as: row.as, dark: true, lang: 'zh' });
  await checks.isAccessible(page, `${row.name} (dark)`);
  await page.context().close();
}

export async function walk(site) {
  world = await open();
  for (const row of PAGES.filter((page) => page.site === site)) {
    test(`page ${row.name}`, async () => {
      const address = typeof row.path === 'function' ? await row.path(world) : row.path;
      for (const lang of ['zh', 'en']) {
        for (const width of [360, 1280]) await look(row, address, lang, width);
      }
      await lookAgain(row, address);
    });
  }
}
