// What is true of every page, whichever it is.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const VALIDATOR = new HtmlValidate(new StaticConfigLoader({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'no-inline-style': 'error', // the policy of the pages refuses it
    'no-raw-characters': 'off',
    'no-redundant-for': 'off',
    'no-implicit-button-type': 'off', // submitting is what a button in a form is for
    'aria-label-misuse': ['error', { allowAnyNamable: true }],
    'prefer-native-element': ['error', { exclude: ['region'] }],
  },
}));
const FIRST_LOAD = 100 * 1024;

/** The HTML as the server sent it, not as the browser mended it. */
export async function isValidHtml(html, where) {
  const report = await VALIDATOR.validateString(html);
  const findings = report.results.flatMap((result) => result.messages)
    .filter((message) => message.severity === 2)
    .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
  assert.deepEqual(findings, [], `valid HTML: ${where}`);
}

/** WCAG 2.2 AA and axe's best practice: nothing to report. */
export async function isAccessible(page, where) {
  await page.evaluate(AXE); // evaluate is not bound by the page's own policy
  const violations = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.violations.flatMap((rule) => rule.nodes.slice(0, 5).map((node) => (
      `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`)));
  });
  assert.deepEqual(violations, [], `accessible: ${where}`);
}

/** Nothing sticks out to the right: no sideways scrolling on a phone. */
export async function fitsItsWidth(page, where) {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 5).map((element) => `${element.tagName}.${element.className}`);
  });
  assert.deepEqual(wide, [], `fits ${page.viewportSize().width} px: ${where}`);
}

/** The headers that stand between a page and its enemies. */
export function isGuarded(answer, where) {
  const headers = answer.headers();
  const policy = headers['content-security-policy'] ?? '';
  assert.match(policy, /default-src 'none'/, `policy: ${where}`);
  assert.doesNotMatch(policy, /unsafe|\*/, `policy: ${where}`);
  for (const directive of ['frame-ancestors', 'base-uri']) {
    assert.match(policy, new RegExp(`${directive} 'none'`), `policy: ${where}`);
  }
  assert.equal(headers['x-content-type-options'], 'nosniff', where);
  assert.equal(headers['referrer-policy'], 'no-referrer', where);
}

/** Adds up what a first visit loads; ask after the page has come to rest. */
export function weighs(page) {
  const sizes = [];
  page.on('requestfinished', (request) => sizes.push(request.sizes()));
  return async (where) => {
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size.responseBodySize, 0);
    assert.ok(total <= FIRST_LOAD, `first load of ${where}: ${total} bytes, at most ${FIRST_LOAD}`);
  };
}

export function isQuiet(page, where) {
  assert.deepEqual(page.complaints, [], `no complaint of the browser: ${where}`);
}

/** Every language and every attribute that CSS or a reader needs. */
export async function isMarked(page, lang, where) {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang, title: document.title.trim(),
    headings: document.querySelectorAll('h1').length, skip: !!document.querySelector('a[href="#main"]'),
  }));
  assert.ok(found.lang.startsWith(lang), `lang is ${lang}: ${where}`);
  assert.ok(found.title, `a title: ${where}`);
  assert.equal(found.headings, 1, `one h1: ${where}`);
  assert.ok(found.skip, `a link past the navigation: ${where}`);
}
