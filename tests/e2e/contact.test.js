// A citizen writes to the director on an old phone, without JavaScript: the letter is handed over
// twice, and the citizen sees both; it is answered, and rated twice, of which the last counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitsItsWidth, isAccessible, isQuiet, isValidHtml } from './checks.js';
import { act, leave, until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const TITLE = '居留许可到底归谁管';
const TEXT = '我叫金丝雀赵六，给家人办居留许可跑了三趟，请一次说清楚。';
let code;
let message;

const phone = () => world.page({ width: 360, height: 740, script: false });
const press = (page, words) =>
  Promise.all([page.waitForNavigation(), page.click(`main button:text-is("${words}")`)]);

/** What is true of every page that answers a form, too; axe needs a script, so it sees a copy. */
async function isSound(page, answer, where) {
  const html = await answer.text();
  await isValidHtml(html, where);
  await fitsItsWidth(page, where);
  isQuiet(page, where);
  assert.equal(answer.headers()['cache-control'], 'no-store', where);
  const copy = await world.page({ width: 360 });
  await copy.setContent(html.replaceAll('href="/static/', `href="${world.portal}/static/`));
  await isAccessible(copy, where);
  await copy.context().close();
}

/** The status page, as the code opens it; words are waited for: the office's job writes it anew. */
async function status(words) {
  const page = await phone();
  const text = await until(async () => {
    await page.goto(world.url('portal', '/receipt'));
    await page.fill('main form #code', code);
    [page.answer] = await press(page, '打开');
    return page.locator('main').innerText();
  }, (found) => found.includes(words), 20_000);
  assert.ok(text.includes(words), `the status page says ${words}: ${text}`);
  return page;
}

async function handOver(role, unit, reason) {
  const page = await world.visit('office', message, { as: role });
  await Promise.all([page.waitForNavigation(), page.click('a[href^="/records/hand_over/new"]')]);
  await page.selectOption('select[name=to_unit]', { label: unit });
  await page.fill('[name=reason]', reason);
  await Promise.all([page.waitForNavigation(), page.click('button[name=save]')]);
  const path = new URL(page.url()).pathname;
  assert.match(path, /^\/records\/hand_over\/[a-z2-7]{26}$/, await page.locator('main').innerText());
  await page.context().close();
  return path;
}

test('from the home page to the form', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/contact'));
  await Promise.all([page.waitForNavigation(), page.click('main a[href^="/contact/mailbox"]')]);
  await Promise.all([page.waitForNavigation(), page.click('main a.button')]);
  assert.ok(await page.isChecked('#a-sort-director'));
  const [answer] = await press(page, '提交');
  assert.equal(answer.status(), 422);
  await isSound(page, answer, 'nothing was written');
  await page.context().close();
});

test('what belongs elsewhere is said before it is sent', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/contact/write?sort=complaint'));
  await page.fill('#a-title', '医院多收药费');
  await page.fill('#a-text', '医院多收了药费。');
  let [answer] = await press(page, '提交');
  assert.equal(answer.status(), 422);
  await isSound(page, answer, 'another organ');
  assert.match(await page.locator('main').innerText(), /卫生厅/);
  await page.goto(world.url('portal', '/contact/write'));
  await page.fill('#a-title', '要一份文件');
  await page.fill('#a-text', '申请公开2024年道路交通事故的统计数据');
  [answer] = await press(page, '提交');
  await isSound(page, answer, 'an application');
  [answer] = await press(page, '去申请公开');
  assert.equal(answer.status(), 200);
  assert.equal(await page.inputValue('#a-sought'), '申请公开2024年道路交通事故的统计数据');
  await page.context().close();
});

test('written, and the code is the only trace', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/contact/write?sort=director'));
  await page.fill('#a-title', TITLE);
  await page.fill('#a-text', TEXT);
  const [answer] = await press(page, '提交');
  assert.equal(answer.status(), 200);
  await isSound(page, answer, 'the receipt');
  code = (await page.locator('.receipt-code').innerText()).replace(/\s/g, '');
  assert.match(code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
  await page.context().close();
  const shown = await status('待办理');
  assert.match(await shown.locator('main').innerText(), /最晚\d{4}年/);
  await isSound(shown, shown.answer, 'the status page');
  await shown.context().close();
});

test('the clerk hands it over twice, and the citizen sees both, by units', async () => {
  const list = await world.visit('office', '/records/contact_message', { as: 'clerk' });
  message = await list.locator(`main a:text-is("${TITLE}")`).first().getAttribute('href');
  await list.context().close();
  const first = await handOver('clerk', '出入境管理局', '居留许可属于出入境管理职责');
  await leave(status('提出转交出入境管理局'));
  await leave(act(world, 'officer', first, 'accept-hand-over'));
  const second = await handOver('officer', '警务督察总队', '请一并核查窗口没有一次告知');
  await leave(act(world, 'clerk', second, 'accept-hand-over'));
  const page = await status('警务督察总队已接收');
  const text = await page.locator('main').innerText();
  assert.match(text, /出入境管理局已接收/);
  assert.match(text, /出入境管理局提出转交警务督察总队/);
  assert.doesNotMatch(text, /经办员|专员/, 'no person is named');
  await isSound(page, page.answer, 'after two hand-overs');
  await page.context().close();
});

test('answered, and rated twice: the last counts', async () => {
  await leave(act(world, 'clerk', message, 'take-up'));
  const desk = await world.visit('office', `${message}/edit`, { as: 'clerk' });
  await desk.fill('[name=answer]', '对不起，让您多跑了路。请凭清单直接到窗口办理。');
  await Promise.all([desk.waitForNavigation(), desk.click('button[name=save]')]);
  await desk.context().close();
  await leave(act(world, 'clerk', message, 'give-answer'));
  for (const points of [2, 5]) {
    const page = await status('请凭清单直接到窗口办理');
    const form = page.locator('form:has(input[name=act][value=rate])');
    await page.locator('details:has(input[name=act][value=rate]) summary').click();
    await form.locator(`input[name=rating][value="${points}"]`).check();
    const [answer] = await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
    assert.equal(answer.status(), 200);
    await isSound(page, answer, `rated ${points}`);
    await page.context().close();
    await leave(status(`${points}分`));
  }
  const page = await world.visit('office', message, { as: 'clerk' });
  const text = await page.locator('main').innerText();
  assert.match(text, /评价（1至5分）[\s\S]{0,20}5/);
  await page.context().close();
});
