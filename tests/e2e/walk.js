// The checks of checks.js on every row of pages.js for one site, in both languages, on a phone and
// on a desk: Chinese on the phone and English on the desk (its words are longer), and with PAGES=all
// (make e2e) each language on both. SHOTS=folder also takes the pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import * as checks from './checks.js';
import { open } from './harness.js';
import { PAGES } from './pages.js';

const { SHOTS } = process.env;
const VIEWS = process.env.PAGES === 'all' || SHOTS
  ? [['zh', 360], ['zh', 1280], ['en', 360], ['en', 1280]]
  : [['zh', 360], ['en', 1280]];
let world;

const said = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

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

/** In the dark the contrast still suffices; without scripts the page says the same. */
async function lookAgain(row, address) {
  const page = await world.visit(row.site, address, { as: row.as, dark: true, lang: 'zh' });
  await checks.isAccessible(page, `${row.name} (dark)`);
  const bare = await world.visit(row.site, address, { as: row.as, script: false, lang: 'zh' });
  assert.equal(await said(bare), await said(page), `${row.name} without JavaScript`);
  await page.context().close();
  await bare.context().close();
}

export async function walk(site) {
  world = await open();
  for (const row of PAGES.filter((page) => page.site === site)) {
    test(`page ${row.name}`, async () => {
      const address = typeof row.path === 'function' ? await row.path(world) : row.path;
      for (const [lang, width] of VIEWS) await look(row, address, lang, width);
      await lookAgain(row, address);
    });
  }
}
