// The whole circle by the pages alone: a notice is drafted, goes through every hand, is public,
// is corrected, suspended, restored and withdrawn; and the ledger verifies throughout.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { act, draft, fill, publish, until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const TITLE = '关于调整机动车登记服务站受理时间的通告';
const CORRECTED = '关于调整机动车登记服务站受理时间的通告（更正）';
const BODY = '# 受理时间\n\n自十月一日起，全省机动车登记服务站周六照常受理业务。\n\n- 上午八时三十分至十一时三十分\n- 下午一时三十分至五时';
let record;
let address;

const ask = (path) => fetch(new URL(path, world.portal), { redirect: 'manual' });
const isPublic = (path, words) => until(
  async () => { const answer = await ask(path); return { status: answer.status, text: await answer.text() }; },
  (found) => found.status === 200 && found.text.includes(words));
const verify = () => promisify(execFile)(process.env.GONGKAI, ['ledger', 'verify', world.server.dir],
  { env: { ...process.env, LSAN_OPTIONS: 'detect_leaks=0' } });

test('a clerk drafts, and nothing is public', async () => {
  record = await draft(world, { title: TITLE, body: BODY, produced_on: '2010-01-04' });
  const found = await world.json('portal', `/search.json?q=${encodeURIComponent('登记服务站受理时间')}`);
  assert.ok(!JSON.stringify(found).includes(TITLE));
});

test('no one person can publish', async () => {
  const page = await world.visit('office', record, { as: 'clerk' });
  assert.deepEqual(await page.locator('ul.acts input[name=verb]').evaluateAll((all) => all.map((e) => e.value)), []);
  await page.context().close();
});

test('through every hand, and the portal has it within a second', async () => {
  address = await publish(world, record);
  const began = Date.now();
  const found = await isPublic(address, TITLE);
  assert.equal(found.status, 200);
  assert.ok(found.text.includes('周六照常受理业务'));
  assert.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`);
});

test('it is in the list, the search, the feed and its JSON twin', async () => {
  assert.ok((await (await ask('/disclosures')).text()).includes(TITLE));
  assert.ok((await (await ask(`/search?q=${encodeURIComponent('登记服务站受理时间')}`)).text()).includes(address));
  assert.ok((await (await ask('/feed.atom')).text()).includes(TITLE));
  assert.equal((await world.json('portal', `${address}.json`)).fields.title, TITLE);
});

test('the ledger verifies, and the page shows its entry and proof', async () => {
  await verify();
  const page = await world.visit('portal', address);
  await page.locator('details.more summary').first().click();
  assert.match(await page.locator('main').innerText(), /[0-9a-f]{64}/);
  const proof = await ask(`${address}.tlog-proof`);
  assert.equal(proof.status, 200);
  await page.context().close();
});

test('it is corrected through the same hands, and both editions are told', async () => {
  await (await act(world, 'officer', record, 'revise', { why: '标题有误' })).context().close();
  const page = await world.visit('office', `${record}/edit`, { as: 'clerk' });
  await fill(page, { title: CORRECTED });
  await page.context().close();
  assert.ok((await (await ask(address)).text()).includes(TITLE), 'the first edition stays public meanwhile');
  assert.equal(await publish(world, record), address);
  assert.equal((await isPublic(address, CORRECTED)).status, 200);
  await verify();
});

test('anyone of three may suspend it alone: gone within seconds', async () => {
  await (await act(world, 'officer', record, 'suspend', { why: '待核实' })).context().close();
  const gone = await until(async () => (await ask(address)).text(), (text) => !text.includes('周六照常受理业务'));
  assert.ok(!gone.includes('周六照常受理业务'));
  for (const path of ['/disclosures', '/feed.atom', `/search?q=${encodeURIComponent('登记服务站受理时间')}`]) {
    assert.ok(!(await (await ask(path)).text()).includes(CORRECTED), path);
  }
  await verify();
});

test('a second person restores it', async () => {
  await (await act(world, 'releaser', record, 'restore', { why: '已核实' })).context().close();
  assert.equal((await isPublic(address, CORRECTED)).status, 200);
});

test('it is withdrawn: a tombstone stays, the content does not', async () => {
  await (await act(world, 'officer', record, 'suspend', { why: '已失效' })).context().close();
  const page = await world.visit('office', record, { as: 'releaser' });
  const classes = await page.locator('ul.acts form:has(input[value=withdraw]) option')
    .evaluateAll((all) => all.map((option) => option.value).filter(Boolean));
  await page.context().close();
  await (await act(world, 'releaser', record, 'withdraw',
    { why: '已失效', class: classes[0], article: '条例第二十条' })).context().close();
  const text = await until(async () => (await ask(address)).text(), (found) => found.includes('条例第二十条'));
  assert.ok(text.includes('条例第二十条'));
  assert.ok(!text.includes('周六照常受理业务'));
  await verify();
});
