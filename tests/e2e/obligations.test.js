// The public page of obligations shows exactly what the demonstration left out on purpose
// (demo/obligations.yaml), and each opens the record that it stands on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from './harness.js';

const world = await open();

// [agency, column]: what is red on a day, as the table shows it
async function red(path) {
  const page = await world.visit('portal', path);
  const found = await page.locator('main table.data td a').evaluateAll((all) => all.map((a) => [
    a.closest('tr').querySelector('th').innerText.trim(), ...a.firstChild.textContent.split(' '),
    a.getAttribute('href')]));
  await page.context().close();
  return found;
}

const PLANTED = [
  ['黑龙江省公安厅', '栏目长期不更新'], ['齐齐哈尔市公安局', '便民措施逾期未兑现'],
  ['牡丹江市公安局', '定期通报逾期'], ['鸡西市公安局', '重点内容缺失'],
  ['七台河市公安局', '栏目长期不更新'], ['黑河市公安局', '重点内容更新不及时'],
];

test('on the last day of 2009 exactly the planted omissions are red', async () => {
  const found = await red('/obligations?on=2009-12-31');
  assert.deepEqual(found.map(([agency, column]) => [agency, column]), PLANTED);
  assert.ok(found.every(([, , count]) => count === '1'));
});

test('the day after the reports fell due, five of them are missing', async () => {
  const found = await red('/obligations?on=2010-04-01');
  const missing = found.filter(([, column]) => column === '年度报告未公布');
  assert.deepEqual(missing.map(([agency]) => agency),
    ['七台河市公安局', '鹤岗市公安局', '黑河市公安局', '绥化市公安局', '大兴安岭地区公安局']);
  const before = await red('/obligations?on=2010-03-31');
  assert.deepEqual(before.filter(([, column]) => column === '年度报告未公布'), []);
});

test('each opens its list, and each row a record', async () => {
  for (const [, , , href] of await red('/obligations?on=2009-12-31')) {
    const page = await world.visit('portal', href);
    const row = page.locator('main table.data th a').first();
    const answer = await fetch(new URL(await row.getAttribute('href'), world.portal));
    assert.equal(answer.status, 200);
    await page.context().close();
  }
});

