// A citizen comments on a draft and follows the comment by its code; a party is given a code at the
// counter, follows the case by it and asks a question. Both without JavaScript, on a phone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsItsWidth, isAccessible, isQuiet, isValidHtml } from './checks.js';
import { until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const phone = () => world.page({ width: 360, height: 740, script: false });
const press = (page, words) => Promise.all([page.waitForNavigation(), page.click(`main button:text-is("${words}")`)]);

/** What is true of every page that answers a form; axe needs a script, so it sees a copy. */
async function isSound(page, answer, where) {
  const html = await answer.text();
  await isValidHtml(html, where);
  await fitsItsWidth(page, where);
  isQuiet(page, where);
  const copy = await world.page({ width: 360 });
  await copy.setContent(html.replaceAll('href="/static/', `href="${world.portal}/static/`));
  await isAccessible(copy, where);
  await copy.context().close();
}

async function openCode(page, code) {
  await page.goto(world.url('portal', '/receipt'));
  await page.fill('#code', code);
  return (await press(page, '打开'))[0];
}

test('a comment on a draft: sent without a name, followed by its code, counted under a point', async () => {
  const page = await phone();
  const draft = (await world.json('portal', '/disclosures.json?kind=decision')).items[0].path;
  await page.goto(world.url('portal', draft));
  await Promise.all([page.waitForNavigation(), page.click('a[href^="/decisions/"]')]);
  const [lacking] = await press(page, '提交意见');
  assert.equal(lacking.status(), 422);
  await isSound(page, lacking, 'what is missing');
  await page.fill('#a-text', '周六下午也请开门。');
  await page.check('#a-consent-no');
  const [answer] = await press(page, '提交意见');
  assert.equal(answer.status(), 200);
  await isSound(page, answer, 'filed');
  const code = (await page.locator('.receipt-code').innerText()).replace(/\s/g, '');
  await until(async () => (await openCode(page, code)).status(), (status) => status === 200);
  const status = await openCode(page, code);
  await isSound(page, status, 'status of a comment');
  const text = await page.locator('main').innerText();
  assert.match(text, /周六下午也请开门。/);
  assert.match(text, /撤回意见/);

  const desk = await world.visit('office', '/records/comment?state=received', { as: 'officer' });
  assert.ok(await desk.locator('main a[href^="/records/comment/"]').count() >= 2);
  await desk.context().close();
  await page.context().close();
});

test('a case: the code is given once, at the counter, and opens nothing but the case', async () => {
  const desk = await world.visit('office', '/records/case_party', { as: 'clerk' });
  const href = await desk.locator('main a[href^="/records/case_party/"]:not([href$="/new"])').first().getAttribute('href');
  await desk.goto(world.url('office', href));
  await Promise.all([desk.waitForNavigation(), desk.click('a[href^="/cases/"]')]);
  const [refused] = await press(desk, '已经核对，发给查询码');
  assert.equal(refused.status(), 422);
  await desk.check('#shown-identity-card');
  const [given] = await press(desk, '已经核对，发给查询码');
  assert.equal(given.status(), 200);
  const code = (await desk.locator('.code').innerText()).trim();
  await desk.context().close();

  const page = await phone();
  await until(async () => (await openCode(page, code)).status(), (status) => status === 200);
  const status = await openCode(page, code);
  await isSound(page, status, 'a party’s case');
  await page.click('summary:has-text("向办案单位询问")');
  await page.fill('#ask-text', '何时可以看到决定？');
  const [sent] = await press(page, '发送');
  await isSound(page, sent, 'asked');
  await until(async () => {
    await openCode(page, code);
    return page.locator('main').innerText();
  }, (text) => /何时可以看到决定/.test(text));
  await page.context().close();
});
