// What a person does at the desk, by the pages alone.
import assert from 'node:assert/strict';

/** Presses the button of a verb on a record's page, as `role`; the page after it. */
export async function act(world, role, record, verb, told = {}) {
  const page = await world.visit('office', record, { as: role });
  const form = page.locator(`ul.acts form:has(input[name=verb][value="${verb}"])`);
  assert.equal(await form.count(), 1, `${role} may ${verb}`);
  for (const [name, value] of Object.entries(told)) {
    const field = form.locator(`[name="${name}"]`);
    if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([page.waitForNavigation(), form.locator('button').click()]);
  assert.equal(await page.locator('.error-summary').count(), 0,
    `${verb} is accepted: ${await page.locator('main').innerText()}`);
  return page;
}

/** Drafts a disclosure under the first entry offered; its path at the desk. */
export async function draft(world, fields, options = {}) {
  const page = await world.visit('office', '/records/disclosure/new', { as: 'clerk', ...options });
  await page.locator('input[name=entry]').first().check();
  await Promise.all([page.waitForNavigation(), page.locator('form:has(input[name=entry]) button').click()]);
  await fill(page, fields);
  const path = new URL(page.url()).pathname;
  assert.match(path, /^\/records\/disclosure\/[a-z2-7]{26}$/, await page.locator('main').innerText());
  await page.context().close();
  return path;
}

/** Fills in the form that is open and saves it. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.fill(`main [name="${name}"]`, value);
  await Promise.all([page.waitForNavigation(), page.click('button[name=save]')]);
}

/** The reviewer's page: every check, every find masked, and a verdict. */
export async function review(world, record, verdict = 'review', told = {}) {
  const page = await world.visit('office', `${record}/review`, { as: 'reviewer' });
  for (const box of await page.locator('input[name^=check]').all()) await box.check();
  for (const find of await page.locator('input[name^=answer-][value=kept]').all()) await find.check();
  for (const reason of await page.locator('input[name^=reason-]').all()) await reason.fill('已公开的事实');
  await page.check(`input[name=verdict][value="${verdict}"]`);
  for (const [name, value] of Object.entries(told)) await page.fill(`main [name="${name}"]`, value);
  await Promise.all([page.waitForNavigation(), page.click('main form:has(input[name=verdict]) button')]);
  assert.equal(await page.locator('.error-summary').count(), 0,
    `${verdict} is accepted: ${await page.locator('main').innerText()}`);
  await page.context().close();
}

/** From a draft to the public, through every hand; the public address. */
export async function publish(world, record) {
  for (const verb of ['collate', 'submit']) await leave(act(world, 'officer', record, verb));
  await review(world, record);
  await leave(act(world, 'leader', record, 'approve'));
  await leave(act(world, 'officer', record, 'file'));
  const page = await act(world, 'releaser', record, 'release');
  const address = await page.locator('a[href*="/disclosures/"]').first().getAttribute('href');
  await page.context().close();
  return new URL(address, world.portal).pathname;
}

/** Asks until the answer is as expected: replay takes milliseconds, a loaded machine longer. */
export async function until(what, expected, ms = 10_000) {
  const began = Date.now();
  for (;;) {
    const found = await what();
    if (expected(found)) return found;
    if (Date.now() - began > ms) return found;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

/** Does it, and closes the page. */
export async function leave(acting) {
  const page = await acting;
  await page.context().close();
}
