// What every browser test starts from: a server of its own on a copy of the demonstration, and
// Debian's Chromium.
//
//     const world = await open();                  // server and browser; closed when the file ends
//     const page = await world.visit('portal', '/', { lang: 'en', width: 360 });
//     const desk = await world.visit('office', '/', { as: 'clerk' });
//
// The environment (see tests/run) names the program, GONGKAI, and the data to copy, DEMO.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';

const { GONGKAI = 'build/gongkai', DEMO = 'var/demo', CHROMIUM = '/usr/bin/chromium' } = process.env;

// Chromium would call home at every start, which a closed network answers with noise.
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-dev-shm-usage', '--font-render-hinting=none'];
const READY_MS = 60_000;
const FINDING = /ERROR: \w+Sanitizer|runtime error: /;

/** Starts `gongkai serve` on a copy of `data`; the first two lines it prints are its addresses. */
export async function serve(data = DEMO) {
  const work = await mkdtemp(path.join(tmpdir(), 'e2e-'));
  const dir = path.join(work, 'data');
  await cp(data, dir, { recursive: true, preserveTimestamps: true });
  const child = spawn(GONGKAI, ['serve', dir, '--portal', '127.0.0.1:0', '--office', 'localhost:0'],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LSAN_OPTIONS: 'detect_leaks=0' } });
  const server = { dir, child, log: '', portal: '', office: '' };
  const ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
  const ready = new Promise((resolve) => {
    let printed = '';
    child.stdout.on('data', (text) => {
      printed += text;
      server.portal = /^portal (http:\S+?)\/?$/m.exec(printed)?.[1];
      server.office = /^office (http:\S+?)\/?$/m.exec(printed)?.[1];
      if (server.portal && server.office) resolve();
    });
    child.stderr.on('data', (text) => { server.log += text; });
  });
  const late = new Promise((resolve) => { setTimeout(resolve, READY_MS).unref(); });
  ended.then((how) => { server.ended = how; });
  const died = await Promise.race([ready, ended, late.then(() => ({ code: 'not ready in time' }))]);

  server.stop = async () => {
    assert.equal(server.ended, undefined, `serve ended by itself:\n${server.log}`);
    child.kill('SIGTERM');
    const { code, signal } = await ended;
    await rm(work, { recursive: true, force: true });
    assert.doesNotMatch(server.log, FINDING, 'a sanitizer found something in the server');
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `serve ends cleanly:\n${server.log}`);
  };
  if (died) {
    child.kill('SIGKILL');
    await rm(work, { recursive: true, force: true });
    throw new Error(`serve did not start (${JSON.stringify(died)}):\n${server.log}`);
  }
  return server;
}

/** A server and a browser for one test file. */
export async function open(data) {
  const server = await serve(data);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  after(async () => {
    await browser.close();
    await server.stop();
  });
  return new World(server, browser);
}

class World {
  constructor(server, browser) {
    Object.assign(this, { server, browser, portal: server.portal, office: server.office,
      sessions: new Map() });
  }

  /** A page in a context of its own: no cookies but its own, and nothing is forgiven in it. */
  async page({ width = 1280, height = 900, lang = 'zh', script = true, dark = false, as } = {}) {
    const context = await this.browser.newContext({
      storageState: as && await this.session(as),
      viewport: { width, height }, javaScriptEnabled: script, reducedMotion: 'reduce',
      locale: lang === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push(String(error)));
    page.on('response', (answer) => {
      // The status of a page is the test's business; what it needs must always be there.
      const part = answer.request().resourceType() !== 'document';
      if (part && answer.status() >= 400) page.complaints.push(`${answer.status()} ${answer.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of \d+/.test(message.text())) {
        page.complaints.push(message.text());
      }
    });
    return page;
  }

  /** Opens a path of the portal or the office; `lang` goes into the address. */
  async visit(site, address, options = {}) {
    const page = options.page ?? await this.page(options);
    page.answer = await page.goto(this.url(site, address, options.lang));
    return page;
  }

  url(site, address, lang) {
    const url = new URL(address, this[site]);
    if (lang) url.searchParams.set('lang', lang);
    return url.href;
  }

  /** Fills in the sign-in page; the page is left where signing in leads. */
  async signIn(name, { password = PASSWORD, ...options } = {}) {
    const page = await this.visit('office', '/sign-in', options);
    await page.fill('input[name=name]', name);
    await page.fill('input[name=password]', password);
    await Promise.all([page.waitForNavigation(), page.click('main form button')]);
    return page;
  }

  /** The cookies of `name`, signed in once for the whole file: page({ as: 'clerk' }) uses them. */
  async session(name) {
    if (!this.sessions.has(name)) {
      const page = await this.signIn(name);
      assert.doesNotMatch(page.url(), /\/sign-in/, `${name} is signed in`);
      this.sessions.set(name, await page.context().storageState());
      await page.context().close();
    }
    return this.sessions.get(name);
  }

  async json(site, address) {
    const answer = await fetch(new URL(address, this[site]));
    assert.equal(answer.status, 200, `${address} answers 200`);
    return answer.json();
  }
}

// The demonstration's accounts share this one; `gongkai demo` and `serve` print it.
export const PASSWORD = 'gongkai-demo-2009';
