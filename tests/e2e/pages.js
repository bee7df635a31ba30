// Every type of page, one row each: a new page is a new row, and every check below holds for it.
//
//     name    of the page, and of its screenshot
//     site    'portal' or 'office'
//     path    an address, or a function of the world that finds one
//     as      the role that is signed in (office only)
//     shot    goes into docs/screenshots
//     light   a first visit must stay below 100 KB

const first = (list) => async (world) => (await world.json('portal', `${list}.json`)).items[0].path;

/** The newest item of a kind. */
const firstOf = (kind) => async (world) =>
  (await world.json('portal', `/disclosures.json?kind=${kind}`)).items[0].path;

async function firstEvent(world) {
  return `/press/${(await world.json('portal', '/press.json')).items[0].id}`;
}

/** A record of a kind, as the desk lists it. */
const recordOf = (kind, as) => async (world) => {
  const page = await world.visit('office', `/records/${kind}`, { as });
  const href = await page.locator(`main a[href*="/records/${kind}/"]:not([href$="/new"])`).first()
    .getAttribute('href');
  await page.context().close();
  return href;
};

/** The form for a comment on the newest draft that is put out. */
async function draftToComment(world) {
  const page = await world.visit('portal', (await firstOf('decision')(world)));
  const href = await page.locator('main a[href^="/decisions/"]').first().getAttribute('href');
  await page.context().close();
  return href;
}

async function firstRecord(world) {
  const page = await world.visit('office', '/records/disclosure', { as: 'officer' });
  const href = await page.locator('main a[href*="/records/disclosure/"]:not([href$="/new"])').first()
    .getAttribute('href');
  await page.context().close();
  return href;
}

/** The first link of a page whose address begins like this. */
const linked = (site, from, begin, as) => async (world) => {
  const page = await world.visit(site, from, { as });
  const href = await page.locator(`main a[href^="${begin}"]`).first().getAttribute('href');
  await page.context().close();
  return href;
};
/** The first record of a list at the desk. */
const listed = (list, as) => async (world) => {
  const page = await world.visit('office', list, { as });
  const href = await page.locator(`main a[href^="${list.split('?')[0]}/"]:not([href$="/new"])`).first()
    .getAttribute('href');
  await page.context().close();
  return href;
};
/** The session whose title has these words. */
const sessionCalled = (words) => async (world) => {
  const page = await world.visit('portal', '/sessions');
  const href = await page.locator('main .items a.name', { hasText: words }).first().getAttribute('href');
  await page.context().close();
  return href;
};
/** The sitting whose title has these words, at the desk. */
const sittingCalled = (words) => async (world) => {
  const page = await world.visit('office', '/records/sitting', { as: 'officer' });
  const href = await page.locator('main a[href^="/records/sitting/"]', { hasText: words }).first()
    .getAttribute('href');
  await page.context().close();
  return href;
};
const hall = async (world, words = '裁量标准听证会') =>
  (await sittingCalled(words)(world)).replace('/records/sitting/', '/sittings/');
const report = linked('portal', '/reports', '/reports/');
const prepared = async (world) =>
  (await linked('office', '/records/annual_report', '/records/annual_report/', 'officer')(world))
    .replace('/records/annual_report/', '/reports/');
/** One that is in hand: it has a number, and so acts. */
async function application(world) {
  const page = await world.visit('office', '/applications?state=searching', { as: 'officer' });
  const href = await page.locator('main a[href^="/records/application/"]').first().getAttribute('href');
  await page.context().close();
  return href;
}
/** One of 2010, under Order 492, whose costs go by the lines of a tariff; keyed in once. */
async function underTariff(world) {
  if (world.underTariff) return world.underTariff;
  const page = await world.visit('office', '/applications/new', { as: 'clerk' });
  const given = { arrived_on: '2010-01-04', name: '测试用户', phone: '13900000000', sought: '二〇〇九年治安统计',
    address: '测试地址' };
  for (const [name, value] of Object.entries(given)) await page.fill(`[name=${name}]`, value);
  await page.selectOption('[name=channel]', 'counter');
  await page.selectOption('[name=applicant_kind]', 'natural');
  await page.selectOption('[name=supply]', 'paper');
  await page.locator('main .actions button').click();
  await page.locator('main button', { hasText: /登记|Register/ }).first().click();
  world.underTariff = new URL(page.url()).pathname.replace('/records/application/', '/applications/');
  await page.context().close();
  return world.underTariff;
}
/** A bill of it, entered line by line. */
async function bill(world) {
  const page = await world.visit('office', `${await underTariff(world)}/cost`, { as: 'clerk' });
  await page.fill('[name=line-search]', '1');
  await page.fill('[name=line-a4-bw-single]', '12');
  await page.fill('[name=line-postage]', '4.20');
  await page.locator('main .actions button').click();
  const path = new URL(page.url()).pathname;
  await page.context().close();
  return path;
}
const answered = linked('office', '/records/application?state=answered', '/records/application/', 'clerk');
async function newUnder(world) {
  const page = await world.visit('office', '/records/disclosure/new', { as: 'clerk' });
  const entry = await page.locator('input[name=entry]').first().getAttribute('value');
  await page.context().close();
  return `/records/disclosure/new?entry=${entry}`;
}

/** A service that can be applied for on line, and what hangs on it. */
const service = (rest = '') => async (world) => {
  const { items } = await world.json('portal', '/services.json?q=居民身份证申领');
  return `${items[0].path}${rest}${rest ? `?agency=${items[0].agency}` : ''}`;
};
const registered = (slug) => async (world) =>
  (await world.json('portal', `/services/registers/${slug}.json`)).items[0].path;
/** The nth case of the window, the newest first. */
const windowCase = (n) => async (world) => {
  const page = await world.visit('office', '/records/service_case', { as: 'officer' });
  const links = await page.locator('main a[href^="/records/service_case/"]').evaluateAll(
    (found) => found.map((a) => a.getAttribute('href')).filter((href) => /[a-z2-7]{26}$/.test(href)));
  await page.context().close();
  return links[n];
};

export const PAGES = [
  { name: 'home', site: 'portal', path: '/', shot: true, light: true },
  { name: 'statistics', site: 'portal', path: '/statistics' },
  { name: 'do', site: 'portal', path: '/do' },
  { name: 'guide', site: 'portal', path: '/guide', shot: true },
  { name: 'rules', site: 'portal', path: '/rules' },
  { name: 'catalogue', site: 'portal', path: '/catalogue', shot: true },
  { name: 'disclosures', site: 'portal', path: '/disclosures', shot: true },
  { name: 'disclosures-traffic', site: 'portal', path: '/disclosures?class=seed-1&year=2009' },
  { name: 'item', site: 'portal', path: first('/disclosures'), shot: true, light: true },
  { name: 'disclosures-kind', site: 'portal', path: '/disclosures?kind=statistic_series' },
  { name: 'recruitment', site: 'portal', path: firstOf('recruitment_notice') },
  { name: 'decision', site: 'portal', path: firstOf('decision') },
  { name: 'campaign', site: 'portal', path: firstOf('campaign') },
  { name: 'statistics', site: 'portal', path: firstOf('statistic_series'), shot: true },
  { name: 'case-bulletin', site: 'portal', path: firstOf('case_bulletin') },
  { name: 'case-disclosure', site: 'portal', path: firstOf('case_disclosure') },
  { name: 'emergency', site: 'portal', path: firstOf('emergency_notice'), shot: true },
  { name: 'other-item', site: 'portal', path: firstOf('other_item') },
  { name: 'clean-up', site: 'portal', path: firstOf('clean_up') },
  { name: 'relations', site: 'portal',
    path: (world) => linked('portal', '/documents', '/documents/')(world) },
  { name: 'documents', site: 'portal', path: '/documents' },
  { name: 'sessions', site: 'portal', path: '/sessions', shot: true },
  { name: 'sessions-sort', site: 'portal', path: '/sessions?sort=talk' },
  { name: 'session', site: 'portal', path: linked('portal', '/sessions', '/sessions/'), light: true },
  { name: 'session-drawn', site: 'portal', path: sessionCalled('裁量标准听证会'), shot: true },
  { name: 'session-adjourned', site: 'portal', path: sessionCalled('出入境证件办理') },
  { name: 'session-cancelled', site: 'portal', path: sessionCalled('冬季道路交通安全') },
  { name: 'session-enterprise', site: 'portal', path: sessionCalled('警企联席会议') },
  { name: 'session-book', site: 'portal', path: async (world) =>
    `${await sessionCalled('停车管理规定听证会')(world)}/book` },
  { name: 'commitments', site: 'portal', path: '/sessions/commitments' },
  { name: 'press', site: 'portal', path: '/press' },
  { name: 'press-event', site: 'portal', path: firstEvent },
  { name: 'press-transcript', site: 'portal', path: linked('portal', '/press?year=2009', '/press/') },
  { name: 'spokespersons', site: 'portal', path: '/press/spokespersons' },
  { name: 'spokesperson', site: 'portal', path: linked('portal', '/press/spokespersons', '/records/') },
  { name: 'clarifications', site: 'portal', path: '/clarifications', shot: true },
  { name: 'clarification', site: 'portal', path: firstOf('clarification') },
  { name: 'comment', site: 'portal', path: draftToComment },
  { name: 'document', site: 'portal', path: first('/documents') },
  { name: 'agencies', site: 'portal', path: '/agencies', shot: true },
  { name: 'agency', site: 'portal', path: '/agencies/099023009' },
  { name: 'measures', site: 'portal', path: '/measures' },
  { name: 'fees', site: 'portal', path: '/fees' },
  { name: 'data', site: 'portal', path: '/data' },
  { name: 'help-verify', site: 'portal', path: '/help/verify' },
  { name: 'search', site: 'portal', path: '/search?q=交通', shot: true },
  { name: 'search-nothing', site: 'portal', path: '/search?q=%22%29%20OR%20*' },
  { name: 'not-found', site: 'portal', path: '/disclosures/000000000/2009-99999', status: 404 },
  { name: 'apply', site: 'portal', path: '/apply', shot: true, light: true },
  { name: 'apply-way', site: 'portal', path: '/apply/before/case-file' },
  { name: 'apply-form', site: 'portal', path: '/apply/form', shot: true, light: true },
  { name: 'apply-when', site: 'portal', path: '/apply/when?on=2026-09-21&channel=web', shot: true },
  { name: 'apply-when-wrong', site: 'portal', path: '/apply/when?on=1949-01-01', status: 422 },
  { name: 'apply-steps', site: 'portal', path: '/apply/steps', shot: true },
  { name: 'receipt', site: 'portal', path: '/receipt' },
  { name: 'reply', site: 'portal', path: '/reply' },
  { name: 'applications', site: 'portal', path: '/applications', shot: true },
  { name: 'applications-refused', site: 'portal', path: '/applications?year=2025&row=3.3' },
  { name: 'application-line', site: 'portal', path: first('/applications') },
  { name: 'contact', site: 'portal', path: '/contact', shot: true, light: true },
  { name: 'contact-mailbox', site: 'portal', path: '/contact/mailbox' },
  { name: 'contact-write', site: 'portal', path: '/contact/write?sort=complaint', shot: true, light: true },
  { name: 'contact-answers', site: 'portal', path: '/contact/answers?q=身份证', shot: true },
  { name: 'contact-answer', site: 'portal', path: linked('portal', '/contact/answers', '/records/') },
  { name: 'contact-hotlines', site: 'portal', path: '/contact/hotlines' },
  { name: 'contact-competences', site: 'portal', path: '/contact/competences' },
  { name: 'contact-petitions', site: 'portal', path: '/contact/petitions' },
  { name: 'messages', site: 'office', path: '/records/contact_message', as: 'clerk' },
  { name: 'message', site: 'office', as: 'clerk', shot: true,
    path: listed('/records/contact_message', 'clerk') },
  { name: 'message-new', site: 'office', path: '/records/contact_message/new', as: 'clerk' },
  { name: 'hand-over', site: 'office', as: 'officer',
    path: listed('/records/hand_over', 'officer') },
  { name: 'message-code', site: 'office', as: 'clerk',
    path: async (world) => (await listed('/records/contact_message', 'clerk')(world))
      .replace('/records/contact_message/', '/contact/codes/') },
  { name: 'sign-in', site: 'office', path: '/sign-in', shot: true },
  { name: 'desk', site: 'office', path: '/', as: 'officer', shot: true },
  { name: 'list', site: 'office', path: '/records/disclosure', as: 'officer', shot: true },
  { name: 'pick', site: 'office', path: '/records/disclosure/new', as: 'clerk' },
  { name: 'record', site: 'office', path: firstRecord, as: 'officer', shot: true },
  { name: 'reports', site: 'portal', path: '/reports' },
  { name: 'report', site: 'portal', path: report, shot: true },
  { name: 'report-cell', site: 'portal',
    path: async (world) => `${await report(world)}/cells/items_released` },
  { name: 'report-prep', site: 'office', path: prepared, as: 'officer', shot: true },
  { name: 'report-begin', site: 'office', path: '/reports/prepare', as: 'officer' },
  { name: 'overview', site: 'office', path: '/supervision', as: 'supervisor', shot: true },
  { name: 'submitted', site: 'office', as: 'supervisor',
    path: linked('office', '/supervision', '/supervision/reports/', 'supervisor') },
  { name: 'plans', site: 'portal', path: '/plans' },
  { name: 'services', site: 'portal', path: '/services', light: true },
  { name: 'services-found', site: 'portal', path: '/services?topic=danger&audience=legal&q=' },
  { name: 'services-none', site: 'portal', path: '/services?q=没有这样的事项' },
  { name: 'service', site: 'portal', path: service(), light: true },
  { name: 'service-apply', site: 'portal', path: service('/apply') },
  { name: 'service-ask', site: 'portal', path: service('/ask') },
  { name: 'service-results', site: 'portal', path: '/services/results' },
  { name: 'service-registers', site: 'portal', path: '/services/registers' },
  { name: 'register-functions', site: 'portal', path: '/services/registers/functions' },
  { name: 'register-function', site: 'portal', path: registered('functions') },
  { name: 'register-power', site: 'portal', path: registered('powers') },
  { name: 'register-approval', site: 'portal', path: registered('approvals') },
  { name: 'register-procedure', site: 'portal', path: registered('procedures') },
  { name: 'register-fees', site: 'portal', path: '/services/registers/fees' },
  { name: 'register-fee', site: 'portal', path: registered('fees') },
  { name: 'supervision', site: 'portal', path: '/supervision' },
  { name: 'assessments', site: 'portal', path: '/assessments' },
  { name: 'assessment', site: 'portal', path: '/assessments/099023009/2009', shot: true },
  { name: 'score', site: 'portal', path: '/assessments/099023009/2009/099023631', shot: true },
  { name: 'obligations', site: 'portal', path: '/obligations?on=2009-12-31', shot: true },
  { name: 'obligations-of', site: 'portal', path: '/obligations/099023631?on=2010-04-01', shot: true },
  { name: 'obligations-wrong', site: 'portal', path: '/obligations?on=2099-01-01', status: 422 },
  { name: 'own-obligations', site: 'office', path: '/obligations', as: 'officer', shot: true },
  { name: 'obligations-below', site: 'office', path: '/obligations', as: 'supervisor', shot: true },
  { name: 'cell', site: 'office', as: 'supervisor',
    path: linked('office', '/supervision', '/oversight/cells/', 'supervisor') },
  { name: 'assessed', site: 'office', as: 'supervisor',
    path: linked('office', '/oversight', '/records/assessment/', 'supervisor') },
  { name: 'office-score', site: 'office', as: 'supervisor',
    path: async (world) => linked('office',
      await linked('office', '/oversight', '/records/assessment/', 'supervisor')(world),
      '/oversight/scores/', 'supervisor')(world) },
  { name: 'own-scores', site: 'office', path: '/oversight/scores', as: 'officer' },
  { name: 'oversight', site: 'office', path: '/oversight', as: 'supervisor', shot: true },
  { name: 'overseen', site: 'office', as: 'supervisor',
    path: linked('office', '/oversight', '/records/finding/', 'supervisor') },
  { name: 'overseen-new', site: 'office', path: '/records/supervision_order/new', as: 'supervisor' },
  { name: 'accounts', site: 'office', path: '/accounts', as: 'admin', shot: true },
  { name: 'incoming', site: 'office', path: '/incoming', as: 'admin' },
  { name: 'account', site: 'office', as: 'admin',
    path: linked('office', '/accounts', '/accounts/', 'admin') },
  { name: 'profile', site: 'office', path: '/accounts/profile', as: 'admin' },
  { name: 'registers', site: 'office', path: '/records', as: 'officer' },
  { name: 'desk-applications', site: 'office', path: '/applications', as: 'officer', shot: true },
  { name: 'application', site: 'office', path: application, as: 'officer', shot: true },
  { name: 'application-act', site: 'office', as: 'officer',
    path: async (world) => (await application(world)).replace('/records/', '/acts/') + '/hand-over' },
  { name: 'application-cost', site: 'office', as: 'clerk',
    path: async (world) => `${await underTariff(world)}/cost` },
  { name: 'application-bill', site: 'office', as: 'clerk', path: bill },
  { name: 'application-answered', site: 'office', as: 'clerk', path: answered },
  { name: 'application-publish', site: 'office', as: 'clerk',
    path: async (world) => (await answered(world)).replace('/records/application/', '/applications/') + '/publish' },
  { name: 'remedy', site: 'office', as: 'officer',
    path: linked('office', '/records/remedy', '/records/remedy/', 'officer') },
  { name: 'application-enter', site: 'office', path: '/applications/new', as: 'clerk' },
  { name: 'sitting', site: 'office', path: sittingCalled('裁量标准听证会'), as: 'officer', shot: true },
  { name: 'sitting-door', site: 'office', as: 'officer', path: async (world) => `${await hall(world, '停车管理规定听证会')}/door` },
  { name: 'sitting-chair', site: 'office', as: 'officer', path: async (world) => `${await hall(world)}/chair` },
  { name: 'sitting-adjourn', site: 'office', as: 'officer', path: async (world) =>
    `${(await sittingCalled('停车管理规定听证会')(world)).replace('/records/', '/acts/')}/adjourn-session` },
  { name: 'seat', site: 'office', as: 'officer',
    path: async (world) => linked('office', await sittingCalled('裁量标准听证会')(world), '/records/seat/', 'officer')(world) },
  { name: 'seat-code', site: 'office', as: 'officer', path: async (world) =>
    `${(await linked('office', await sittingCalled('裁量标准听证会')(world), '/records/seat/', 'officer')(world))
      .replace('/records/seat/', '/sittings/seats/')}/code` },
  { name: 'desk-clarification', site: 'office', path: recordOf('clarification', 'officer'), as: 'officer' },
  { name: 'watch', site: 'office', path: recordOf('opinion_watch', 'officer'), as: 'officer' },
  { name: 'desk-comment', site: 'office', path: recordOf('comment', 'officer'), as: 'officer' },
  { name: 'comment-point', site: 'office', path: recordOf('comment_point', 'officer'), as: 'officer' },
  { name: 'case-party', site: 'office', path: recordOf('case_party', 'clerk'), as: 'clerk' },
  { name: 'case-code', site: 'office', as: 'clerk',
    path: async (world) => (await recordOf('case_party', 'clerk')(world)).replace('/records/case_party/', '/cases/') + '/code' },
  { name: 'late', site: 'office', path: '/late', as: 'supervisor' },
  { name: 'form', site: 'office', path: newUnder, as: 'clerk', shot: true },
  { name: 'window-cases', site: 'office', path: '/records/service_case', as: 'clerk' },
  { name: 'window-new', site: 'office', path: '/service/new', as: 'clerk' },
  { name: 'window-to-check', site: 'office', path: windowCase(0), as: 'clerk' },
  { name: 'window-in-hand', site: 'office', path: windowCase(1), as: 'officer' },
  { name: 'window-noticed', site: 'office', path: windowCase(2), as: 'officer' },
  { name: 'window-decided', site: 'office', path: windowCase(3), as: 'officer' },
  { name: 'window-done', site: 'office', path: windowCase(4), as: 'officer' },
  { name: 'password', site: 'office', path: '/password', as: 'clerk' },
];
