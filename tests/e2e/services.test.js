// A citizen on an old phone, without JavaScript, handles a service from end to end: finds it, applies
// with an upload, is told all that is missing at once, supplies it, follows the steps, reads the
// decision and rates it twice. Then a question becomes an answer.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { fitsItsWidth, isAccessible, isQuiet, isValidHtml } from './checks.js';
import { act, until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const NAME = '金丝雀赵六';
const NUMBER = '230103199202020022';
const SERVICE = '户口迁入登记';
const folder = path.dirname(world.server.dir);
const ledger = path.join(folder, '迁入申请书.jpg');
const proof = path.join(folder, '住所证明.jpg');
await writeFile(ledger, Buffer.alloc(1 << 20, 0x5a));
await writeFile(proof, Buffer.alloc(1 << 20, 0x6b));
let code;
let file;

const phone = () => world.page({ width: 360, height: 740, script: false });
const press = (page, words) => Promise.all([page.waitForNavigation(), page.click(`main button:text-is("${words}")`)]);
const codeOn = async (page) => (await page.locator('.receipt-code').innerText()).replace(/\s/g, '');

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

/** The page that the code opens, once it says what is expected. */
async function status(words, told = code) {
  const page = await phone();
  const look = async () => {
    await page.goto(world.url('portal', '/receipt'));
    await page.fill('#code', told);
    const [answer] = await press(page, '打开');
    return { answer, text: await page.locator('main').innerText() };
  };
  const found = await until(look, ({ text }) => text.includes(words));
  assert.ok(found.text.includes(words), `the status page says ${words}: ${found.text}`);
  return { page, ...found };
}

/** What can be done stands open where it is urgent, and folded where it is not. */
async function unfold(page, words) {
  const folded = page.locator(`details:not([open]) > summary:text-is("${words}")`);
  if (await folded.count()) await folded.click();
}

/** The newest record of a kind at the desk. */
async function newest(kind, as = 'clerk') {
  const page = await world.visit('office', `/records/${kind}`, { as });
  const links = await page.locator(`main a[href^="/records/${kind}/"]`).evaluateAll(
    (found) => found.map((a) => a.getAttribute('href')).filter((href) => /[a-z2-7]{26}$/.test(href)));
  await page.context().close();
  return links;
}

/** The clerk's checklist: one word a material. */
async function check(words, notes = {}) {
  const page = await world.visit('office', file, { as: 'clerk' });
  for (const [i, word] of words.entries()) if (word) await page.selectOption(`#m${i + 1}`, word);
  for (const [i, note] of Object.entries(notes)) await page.fill(`#n${i}`, note);
  await Promise.all([page.waitForNavigation(), page.click('main button:text-is("保存清单")')]);
  const answer = await page.locator('main').innerText();
  await page.context().close();
  return answer;
}

const leave = async (acting) => (await acting).context().close();

/** Whoever's post it is finishes the open step, on the page of the case. */
async function finish(as) {
  const page = await world.visit('office', file, { as });
  await Promise.all([page.waitForNavigation(), page.click('main section[aria-labelledby=case-steps] button')]);
  await page.context().close();
}

test('from the home page to the guide, its flow chart and its form', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/'));
  await Promise.all([page.waitForNavigation(), page.click('main a[href="/services"]')]);
  await page.fill('#services-q', '迁入');
  await press(page, '查找');
  await Promise.all([page.waitForNavigation(), page.click(`main a:text-is("${SERVICE}")`)]);
  const text = await page.locator('main').innerText();
  for (const words of ['办理依据', '户口登记条例', '申请材料', '办理流程', '派出所户籍窗口岗', '不收费', '承诺2个工作日']) {
    assert.ok(text.includes(words), words);
  }
  assert.equal(await page.locator('svg.chart rect').count(), 4, 'a box for each step');
  const [answer] = await Promise.all([page.waitForNavigation(), page.click('main a:text-is("网上申请")')]);
  await isSound(page, answer, 'the form');
  const [empty] = await press(page, '提交申请');
  assert.equal(empty.status(), 422);
  await isSound(page, empty, 'what is missing');
  await page.context().close();
});

test('applied for with an upload: a code, and nothing that anybody else can read', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/services?q=迁入'));
  await Promise.all([page.waitForNavigation(), page.click(`main a:text-is("${SERVICE}")`)]);
  await Promise.all([page.waitForNavigation(), page.click('main a:text-is("网上申请")')]);
  await page.check('#a-party_sort-natural');
  await page.fill('#a-name', NAME);
  await page.fill('#a-identity_number', NUMBER);
  await page.fill('#a-phone', '13911112222');
  await page.fill('#a-q1', '购房');
  await page.fill('#a-q2', '示例街9号');
  await page.check('#a-m1-attached');
  await page.check('#a-m2-counter');
  await page.check('#a-m3-none');
  await page.check('#a-m4-counter');
  await page.check('#a-delivery-counter');
  const [forgotten] = await press(page, '提交申请');
  assert.equal(forgotten.status(), 422, 'it says that a file is attached');
  assert.equal(await page.inputValue('#a-name'), NAME);
  await page.setInputFiles('#a-files', ledger);
  const [answer] = await press(page, '提交申请');
  assert.equal(answer.status(), 200);
  await isSound(page, answer, 'receipt');
  code = await codeOn(page);
  assert.match(code, /^([0-9A-Z]{4}-){5}[0-9A-Z]{4}$/);
  await page.context().close();
});

test('all that is missing is named at once, and nothing else later', async () => {
  const before = await status('材料核对');
  await isSound(before.page, before.answer, 'status');
  await before.page.context().close();
  file = (await newest('service_case'))[0];
  const desk = await world.visit('office', file, { as: 'clerk' });
  assert.ok((await desk.locator('main').innerText()).includes('迁入申请书.jpg'), 'the upload is there');
  await desk.context().close();
  await check(['have', 'have', 'missing', 'wrong', 'have'], { 4: '未盖章' });
  await leave(act(world, 'clerk', file, 'name-missing'));
  const { page, answer, text } = await status('待补正材料');
  await isSound(page, answer, 'the notice');
  assert.match(text, /合法稳定住所证明[\s\S]*缺少/);
  assert.match(text, /未盖章/);
  await unfold(page, '补充或者补正材料');
  await page.fill('#supplement-text', '补交两份材料');
  await page.setInputFiles('#supplement-files', proof);
  const [sent] = await Promise.all([page.waitForNavigation(),
    page.click('form:has(#supplement-text) button')]);
  assert.equal(sent.status(), 200);
  await isSound(page, sent, 'supplied');
  await page.context().close();
  await (await status('材料核对')).page.context().close();
  const refused = await check(['missing']);
  assert.match(refused, /第一次告知时没有提出/);
  await check(['', '', 'have', 'have']);
  await leave(act(world, 'clerk', file, 'take-on'));
});

test('the steps are done by their posts, with the promised day and its trace', async () => {
  const { page, answer, text } = await status('办理中');
  await isSound(page, answer, 'in hand');
  assert.match(text, /户籍内勤岗/);
  assert.match(text, /派出所所长岗/);
  await page.context().close();
  await finish('clerk');
  await finish('officer');
  const desk = await world.visit('office', `${file}/edit`, { as: 'officer' });
  await desk.selectOption('main [name=outcome]', 'granted');
  await desk.fill('main [name=decision_number]', '户登〔示例〕9号');
  await Promise.all([desk.waitForNavigation(), desk.click('button[name=save]')]);
  await desk.context().close();
  await finish('leader');
  await leave(act(world, 'officer', file, 'conclude-service'));
  const decided = await status('已决定');
  assert.match(decided.text, /准予/);
  await decided.page.context().close();
  await leave(act(world, 'clerk', file, 'hand-out'));
});

test('rated twice, the last counts', async () => {
  for (const points of ['3', '5']) {
    const { page, answer } = await status('已办结');
    await isSound(page, answer, 'done');
    await unfold(page, '评价这次办理');
    await page.check(`#rate-rating-${points}`);
    const [sent] = await Promise.all([page.waitForNavigation(), page.click('form:has(#rate-note) button')]);
    assert.equal(sent.status(), 200);
    await page.context().close();
    await (await status(points === '3' ? '3分' : '5分')).page.context().close();
  }
});

test('a question is answered, and its asker is nowhere in the open', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/services?q=迁入'));
  await Promise.all([page.waitForNavigation(), page.click(`main a:text-is("${SERVICE}")`)]);
  await Promise.all([page.waitForNavigation(), page.click('main a:text-is("咨询这个事项") >> nth=0')]);
  await page.fill('#a-question', `我是${NAME}，租房可以迁入吗？`);
  const [answer] = await press(page, '提交咨询');
  assert.equal(answer.status(), 200);
  const asked = await codeOn(page);
  await page.context().close();
  await (await status('待答复', asked)).page.context().close();
  const record = (await newest('service_inquiry'))[0];
  const desk = await world.visit('office', `${record}/edit`, { as: 'clerk' });
  await desk.fill('main [name=answer]', '须有合法稳定住所，租房的按当地规定办理。');
  await desk.fill('main [name=masked]', '租房可以迁入户口吗？');
  await Promise.all([desk.waitForNavigation(), desk.click('button[name=save]')]);
  await desk.context().close();
  await leave(act(world, 'clerk', record, 'answer-inquiry'));
  const { page: read, text } = await status('已答复', asked);
  assert.match(text, /按当地规定办理/);
  await read.context().close();
  await leave(act(world, 'officer', record, 'propose-question'));
});

test('nobody is found in what the portal can open, nor in the log', async () => {
  const secrets = [NAME, NUMBER, '13911112222', code, code.replaceAll('-', '')];
  const files = [];
  const walk = async (at) => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const name = path.join(at, entry.name);
      if (entry.isDirectory()) await walk(name);
      else files.push(name);
    }
  };
  for (const part of ['portal', 'ledger', 'capsule', 'intake']) await walk(path.join(world.server.dir, part));
  assert.ok(files.length > 10);
  for (const name of files) {
    const bytes = await readFile(name);
    for (const secret of secrets) assert.ok(!bytes.includes(secret), `${name} holds ${secret}`);
  }
  for (const secret of secrets) assert.ok(!world.server.log.includes(secret), 'the log');
});
