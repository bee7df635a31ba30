// A citizen on an old phone, without JavaScript: files an application with a photograph, keeps the
// code, sends the same form again, confirms, and follows what becomes of it.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fitsItsWidth, isAccessible, isQuiet, isValidHtml } from './checks.js';
import { until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const NAME = '金丝雀王五';
const PHONE = '13912345678';
const SOUGHT = '2024年道路交通事故的统计数据';
const photograph = path.join(path.dirname(world.server.dir), '身份证.jpg');
await writeFile(photograph, Buffer.alloc(3 << 20, 0x5a));
let code;

const phone = () => world.page({ width: 360, height: 740, script: false });
const press = (page, words) => Promise.all([page.waitForNavigation(), page.click(`main button:text-is("${words}")`)]);
const codeOn = async (page) => (await page.locator('.receipt-code').innerText()).replace(/\s/g, '');

/** What is true of every page that answers a form, too; axe needs a script, so it sees a copy. */
async function isSound(page, answer, where) {
  const html = await answer.text();
  await isValidHtml(html, where);
  await fitsItsWidth(page, where);
  isQuiet(page, where);
  assert.equal(answer.headers()['cache-control'], 'no-store', where);
  assert.doesNotMatch(page.url(), /[0-9A-Z]{4}-[0-9A-Z]{4}/, `no code in the address: ${where}`);
  const copy = await world.page({ width: 360 });
  await copy.setContent(html.replaceAll('href="/static/', `href="${world.portal}/static/`));
  await isAccessible(copy, where);
  await copy.context().close();
}

async function fill(page) {
  await page.check('#a-supply-email');
  await page.check('#a-delivery-page');
  await page.check('#a-applicant_kind-natural');
  await page.fill('#a-name', NAME);
  await page.selectOption('#a-identity_kind', 'id-card');
  await page.fill('#a-identity_number', '230103198001010011');
  await page.fill('#a-phone', PHONE);
  await page.fill('#a-email', 'canary@example.org');
  await page.setInputFiles('#a-files', photograph);
}

test('from the home page to the form, past what may be public already', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/'));
  await Promise.all([page.waitForNavigation(), page.click('a[href="/apply"] >> nth=0')]);
  assert.equal(await page.locator('a[href^="/apply/before/"]').count(), 4);
  await page.fill('#sought', '国庆期间道路交通管制的通告');
  const [answer] = await press(page, '下一步');
  await isSound(page, answer, 'what may be public already');
  assert.ok(await page.locator('section[aria-labelledby=near] li').count() > 0);
  assert.equal(await page.inputValue('#a-sought'), '国庆期间道路交通管制的通告');
  await page.context().close();
});

test('what is missing is told beside its question, and nothing typed is lost', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/apply/form'));
  await page.fill('#a-sought', SOUGHT);
  await page.setInputFiles('#a-files', photograph);
  const [answer] = await press(page, '提交申请');
  assert.equal(answer.status(), 422);
  await isSound(page, answer, 'what is missing');
  assert.equal(await page.inputValue('#a-sought'), SOUGHT);
  const summary = await page.locator('.error-summary').innerText();
  assert.match(summary, /姓名或者名称/);
  assert.match(summary, /请重新选择/);
  assert.equal(await page.locator('button[name=anyway]').count(), 1);
  await page.context().close();
});

test('filed with a photograph: the code, the time to the second, what happens next', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/apply'));
  await page.fill('#sought', SOUGHT);
  await press(page, '下一步');
  await fill(page);
  const [answer] = await press(page, '提交申请');
  assert.equal(answer.status(), 200);
  await isSound(page, answer, 'receipt');
  code = await codeOn(page);
  assert.match(code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
  const text = await page.locator('main').innerText();
  assert.match(text, /\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d:\d\d/);
  assert.match(text, /收到附件1个/);
  assert.match(text, /如果双方今天都确认，最迟/);

  await page.reload(); // sends the same form again
  assert.equal(await codeOn(page), code);
  assert.match(await page.locator('main').innerText(), /没有重复提交/);

  const [confirmed] = await press(page, '确认是我提交的');
  await isSound(page, confirmed, 'confirmed');
  await page.context().close();
});

test('the code opens it once the office has taken the letter, and only the code', async () => {
  const page = await phone();
  const look = async (typed) => {
    await page.goto(world.url('portal', '/receipt'));
    await page.fill('#code', typed);
    const [answer] = await press(page, '打开');
    return answer;
  };
  const answer = await until(() => look(code), (found) => found.status() === 200);
  await isSound(page, answer, 'status');
  const text = await page.locator('main').innerText();
  assert.match(text, /等待双方确认/);
  assert.match(text, /期限尚未开始计算/);
  assert.ok(text.includes(SOUGHT));

  const wrong = await look(code.replace(/.$/, (last) => (last === '3' ? '4' : '3')));
  assert.equal(wrong.status(), 422);
  await isSound(page, wrong, 'a wrong code');
  assert.ok(!(await page.locator('main').innerText()).includes(SOUGHT));
  await page.context().close();
});

test('a supplement goes in with the same code', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/receipt'));
  await page.fill('#code', code.toLowerCase().replaceAll('-', ' '));
  await press(page, '打开');
  await page.click('summary:text-is("补充材料")');
  const [empty] = await press(page, '提交补充');
  assert.equal(empty.status(), 422);
  await isSound(page, empty, 'an empty supplement');
  await page.fill('#supplement-text', '只要哈尔滨市的');
  const [sent] = await press(page, '提交补充');
  assert.equal(sent.status(), 200);
  await isSound(page, sent, 'supplement sent');
  await press(page, '回到办理情况页');
  assert.match(await page.locator('h1').innerText(), /办理情况/);
  await page.context().close();
});

test('nobody is found in what the portal can open, nor in the log', async () => {
  const secrets = [NAME, PHONE, 'canary@example.org', code, code.replaceAll('-', '')];
  const files = [];
  const walk = async (folder) => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) await walk(name);
      else files.push(name);
    }
  };
  for (const folder of ['portal', 'ledger', 'capsule', 'intake']) {
    await walk(path.join(world.server.dir, folder));
  }
  assert.ok(files.length > 10);
  for (const name of files) {
    const bytes = await readFile(name);
    for (const secret of secrets) assert.ok(!bytes.includes(secret), `${name} holds ${secret}`);
  }
  for (const secret of secrets) assert.ok(!world.server.log.includes(secret), 'the log');
});
