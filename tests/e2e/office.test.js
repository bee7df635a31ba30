// The office at the door and under wrong input: nothing gets in, nothing typed is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draft, fill } from './desk.js';
import { open } from './harness.js';

const world = await open();
const ask = (path, options) => fetch(new URL(path, world.office), { redirect: 'manual', ...options });

test('behind the sign-in page is everything', async () => {
  for (const path of ['/', '/records/disclosure', '/records/disclosure/new']) {
    const answer = await ask(path);
    assert.ok(answer.status === 303 || answer.status === 302, `${path}: ${answer.status}`);
    assert.match(answer.headers.get('location'), /^\/sign-in/);
  }
});

test('a wrong password and an unknown account get the same answer', async () => {
  const said = [];
  for (const name of ['clerk', 'nobody']) {
    const page = await world.signIn(name, { password: 'not the password' });
    assert.match(page.url(), /\/sign-in/);
    said.push(await page.locator('.error, .error-summary').first().innerText());
    await page.context().close();
  }
  assert.equal(said[0], said[1]);
});

test('without its token a form is refused', async () => {
  const page = await world.visit('office', '/', { as: 'clerk' });
  const cookies = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  const answer = await ask('/records/disclosure/new', { method: 'POST', headers: {
    cookie: cookies, origin: world.office, 'content-type': 'application/x-www-form-urlencoded' },
  body: 'title=x' });
  assert.ok(answer.status === 403 || answer.status === 400, String(answer.status));
  await page.context().close();
});

test('what is wrong is said beside its field, and what was typed stays', async () => {
  const page = await world.visit('office', '/records/disclosure/new', { as: 'clerk', script: false });
  await page.locator('input[name=entry]').first().check();
  await Promise.all([page.waitForNavigation(), page.locator('form:has(input[name=entry]) button').click()]);
  await fill(page, { title: '好'.repeat(300), body: '正文', produced_on: '2009-02-30' });
  assert.equal(await page.locator('main [name=title]').inputValue(), '好'.repeat(300));
  assert.equal(await page.locator('main [name=produced_on]').inputValue(), '2009-02-30');
  for (const name of ['title', 'produced_on']) {
    const field = page.locator(`main [name=${name}]`);
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    const described = (await field.getAttribute('aria-describedby')).split(' ').pop();
    assert.ok((await page.locator(`#${described}`).innerText()).length > 2);
  }
  await page.context().close();
});

test('a stale edit answers 409 with both texts', async () => {
  const record = await draft(world, { title: '两人同时改的通告', body: '原文', produced_on: '2010-01-04' });
  const [one, other] = [await world.visit('office', `${record}/edit`, { as: 'clerk' }),
    await world.visit('office', `${record}/edit`, { as: 'clerk' })];
  await fill(one, { title: '先改的标题' });
  const answered = other.waitForResponse((r) => r.request().method() === 'POST');
  await fill(other, { title: '后改的标题' });
  assert.equal((await answered).status(), 409);
  const text = await other.content();
  assert.ok(text.includes('先改的标题') && text.includes('后改的标题'));
  await one.context().close();
  await other.context().close();
});

test('a deceiving title is refused', async () => {
  const page = await world.visit('office', '/records/disclosure/new', { as: 'clerk' });
  await page.locator('input[name=entry]').first().check();
  await Promise.all([page.waitForNavigation(), page.locator('form:has(input[name=entry]) button').click()]);
  await fill(page, { title: '通告\u202egnp.exe', body: '正文', produced_on: '2010-01-04' });
  assert.equal(await page.locator('main [name=title]').getAttribute('aria-invalid'), 'true');
  await page.context().close();
});
