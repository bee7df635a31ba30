// A citizen without JavaScript books a seat, sees in the receipt what the draw gave, and rates the
// session that was held. The clock cannot be set, so this waits: some minutes in all.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fitsItsWidth, isAccessible, isQuiet, isValidHtml } from './checks.js';
import { act, fill, review, until } from './desk.js';
import { open } from './harness.js';

const world = await open();
const MINUTE = 60_000;
const TITLE = '电动自行车停放管理听证会';
const NAME = '金丝雀赵六';
const QUESTION = '楼道里的金丝雀能不能停车？';

/** "2009-09-28 09:02", as the office's forms want a time. */
const clock = (ms) => new Date(ms + 8 * 60 * MINUTE).toISOString().slice(0, 16).replace('T', ' ');
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const phone = () => world.page({ width: 360, height: 740, script: false });
const press = (page, words) => Promise.all([page.waitForNavigation(), page.click(`main button:text-is("${words}")`)]);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const bookingTo = Math.ceil((Date.now() + 150_000) / MINUTE) * MINUTE;
const begins = bookingTo + MINUTE;
let notice;
let sitting;
let address;
let promised;
let code;

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

async function leave(acting) {
  const page = await acting;
  await page.context().close();
}

/** The receipt as its holder sees it, once it says this. */
async function receipt(words) {
  const page = await phone();
  let answer;
  await until(async () => {
    await page.goto(world.url('portal', '/receipt'));
    await page.fill('main input[name=code]', code);
    [answer] = await Promise.all([page.waitForNavigation(), page.click('main form button')]);
    return page.locator('main').innerText();
  }, (text) => text.includes(words));
  assert.ok((await page.locator('main').innerText()).includes(words), words);
  return { page, answer };
}

test('a notice goes through every hand, and its seats can be booked', async () => {
  const page = await world.visit('office', '/records/public_session/new', { as: 'clerk' });
  await page.selectOption('main [name=sort]', 'hearing');
  await fill(page, { title: TITLE, about: '就电动自行车的停放听取意见。', place: '三楼会议室',
    begins_at: clock(begins), ends_at: clock(begins + 60 * MINUTE), seats: '1', party_max: '1',
    booking_from: clock(Date.now() - MINUTE), booking_to: clock(bookingTo), who: '居民',
    contact: '办公室，电话见公开指南' });
  notice = new URL(page.url()).pathname;
  assert.match(notice, /^\/records\/public_session\/[a-z2-7]{26}$/, await page.locator('main').innerText());
  await page.context().close();
  for (const verb of ['collate', 'submit']) await leave(act(world, 'officer', notice, verb));
  await review(world, notice);
  await leave(act(world, 'leader', notice, 'approve'));
  await leave(act(world, 'officer', notice, 'file'));
  await leave(act(world, 'releaser', notice, 'release'));
  address = notice.replace('/records/public_session/', '/sessions/');
  const found = await until(async () => (await fetch(new URL(address, world.portal))).text(),
    (text) => text.includes('正在接受预约') && /[0-9a-f]{64}/.test(text));
  promised = /[0-9a-f]{64}/.exec(found)?.[0];
  assert.ok(promised, 'the hash of the seed is public before anybody books');
});

test('a booking is sealed, and its receipt says what comes next', async () => {
  const page = await phone();
  await page.goto(world.url('portal', '/sessions'));
  await Promise.all([page.waitForNavigation(), page.click(`a:text-is("${TITLE}")`)]);
  const [form] = await Promise.all([page.waitForNavigation(), page.click('main a.button')]);
  await isSound(page, form, 'booking');
  const [lacking] = await press(page, '提交预约');
  assert.equal(lacking.status(), 422);
  await isSound(page, lacking, 'booking, with what lacks');
  await page.selectOption('main [name=people]', '1');
  await page.fill('main [name=name]', NAME);
  await page.fill('main [name=contact]', '13900000000');
  await page.fill('main [name=question]', QUESTION);
  const [filed] = await press(page, '提交预约');
  assert.equal(filed.status(), 200);
  await isSound(page, filed, 'booked');
  code = (await page.locator('.receipt-code').innerText()).replace(/\s/g, '');
  await page.context().close();
  const seen = await receipt('待分配');
  await isSound(seen.page, seen.answer, 'receipt of a booking');
  await seen.page.context().close();
});

test('the officer draws when booking has ended, and the receipt has the seat', async () => {
  await wait(Math.max(0, bookingTo - Date.now()) + 3_000);
  const list = await world.visit('office', '/records/sitting', { as: 'officer' });
  sitting = await list.locator(`main a:text-is("${TITLE}")`).first().getAttribute('href');
  await list.context().close();
  await leave(act(world, 'officer', sitting, 'draw-seats'));
  const seen = await receipt('席位号');
  const text = await seen.page.locator('main').innerText();
  const ticket = /[0-9a-f]{16}/.exec(text)[0];
  await isSound(seen.page, seen.answer, 'receipt with a seat');
  await seen.page.context().close();
  const shown = await until(async () => (await fetch(new URL(address, world.portal))).text(),
    (page) => page.includes(ticket));
  const seed = shown.match(/[0-9a-f]{64}/g).find((found) => sha256(found) === promised);
  assert.ok(seed, 'the seed is told, and is the one whose hash was public');
  assert.ok(shown.includes(ticket), 'the ticket stands in the order of the draw');
  assert.ok(!shown.includes('金丝雀'), 'and nobody by name');
});

test('the chair has the question; who came rates', async () => {
  const chair = await world.visit('office', sitting.replace('/records/sitting/', '/sittings/') + '/chair',
    { as: 'officer' });
  assert.ok((await chair.locator('main').innerText()).includes(QUESTION));
  await chair.context().close();
  await wait(Math.max(0, begins - Date.now()) + 2_000);
  await leave(act(world, 'officer', sitting, 'hold-session'));
  const page = await world.visit('office', sitting, { as: 'officer' });
  const seat = await page.locator('main a[href^="/records/seat/"]:not([href*="/new"])').first().getAttribute('href');
  await page.context().close();
  await leave(act(world, 'officer', seat, 'attend'));
  const seen = await receipt('评价这次活动');
  await seen.page.click('main details:has(input[name=rating]) summary');
  await seen.page.check('main input[name=rating][value="4"]');
  const [rated] = await press(seen.page, '提交评价');
  assert.equal(rated.status(), 200);
  await isSound(seen.page, rated, 'rated');
  await seen.page.context().close();
  const again = await receipt('4分');
  await again.page.context().close();
});

test('the calendar has it', async () => {
  const answer = await fetch(new URL(`${address}.ics`, world.portal));
  assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
  const text = await answer.text();
  assert.ok(text.includes(`UID:${address.slice('/sessions/'.length)}@gongkai\r\n`));
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
});
