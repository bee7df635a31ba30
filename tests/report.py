"""The annual report of 2025 in a browser's way: the applications of case C20 stand in the register; the
officer begins the report, figures are declared, the checks refuse, then all hands pass it, and the public
reads its tables, opens its cells and takes its files. Then the command says the same.
"""
import datetime, io, json, os, re, signal, sqlite3, subprocess, sys, time, zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import AGENCY, WORK, Browser, check, finish, made, make, serve, through_all_hands

GONGKAI = os.environ['GONGKAI']
HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = ['natural', 'enterprise', 'research', 'welfare', 'legal-service', 'other']
DECLARED = ['t2.1.rules.made', 't2.1.rules.repealed', 't2.1.rules.in-force', 't2.5.permits.decisions',
            't2.6.penalties.decisions', 't2.6.enforcement.decisions']
CASES = json.load(open(os.path.join(HERE, 'data/domain-cases.json')))['cases']
C20 = next(case for case in CASES if case['id'] == 'C20')['input']['table']


def day(year, month, of_month):
    return (datetime.date(year, month, of_month) - datetime.date(1970, 1, 1)).days


def fill(office):
    """What C20 counts, as the office's own moves leave it in the register."""
    serial = 0
    for column, kind in enumerate(KINDS):
        rows = [row for row, counts in C20.items() if row[:2] == '3.' and row != '3.7' for _ in range(counts[column])]
        for n, row in enumerate(rows + [''] * C20['4'][column]):
            serial += 1
            name = 'a' * 23 + ''.join('abcdefghij'[int(digit)] for digit in f'{serial:03}')
            office.execute(
                'INSERT INTO application (id, agency, state, edition, version, newest, applicant_kind, received_on,'
                ' closed_on, "row", article, serial_year, serial, number) VALUES (?,?,?,1,1,1,?,?,?,?,?,2025,?,?)',
                (name, AGENCY, 'archived' if row else 'registered', kind,
                 day(2024, 12, 31) if n < C20['2'][column] else day(2025, 1, 1), day(2025, 12, 31) if row else None,
                 row, '令711 第三十六条' if row else '', serial, f'2025-{serial:05}'))
    office.commit()


def declare(people, cell, **value):
    path = made(people['clerk'], 'declaration', f'?year=2025&cell={cell}', year='2025', cell=cell,
                source='业务系统', save='yes', **{'value': '', 'amount': '', **value})
    return path and through_all_hands(people, path)


def begun(officer):
    officer.send('/reports/prepare', '/reports/prepare', year='2025')
    return officer.path


def compute(officer, report):
    officer.ask(report)
    officer.ask(report + '/compute', {'csrf': officer.hidden('csrf'), 'version': officer.hidden('version'),
                                      'as_of': ''})
    return officer.code == 200


def at_the_desk(people):
    officer, reviewer = people['officer'], people['reviewer']
    report = begun(officer)
    record = '/records/annual_report/' + report.split('/')[-1]
    check('the officer begins the report of 2025', re.fullmatch('/reports/[a-z2-7]{26}', report), officer.body[-2000:])
    check('its sections are those of the form of 2021', '收到和处理政府信息公开申请情况' in officer.body)
    check('what nobody has declared asks for it', f'/records/declaration/new?year=2025&amp;cell={DECLARED[3]}' in officer.body)
    for cell in DECLARED:
        if not check(f'{cell} is declared', declare(people, cell, value='7'), people['clerk'].body[-2000:]):
            return None
    check('an amount is declared in yuan', declare(people, 't2.8.fees.amount', amount='12345600.00'), people['clerk'].body[-2000:])
    check('the figures are computed', compute(officer, report), officer.body[-2000:])
    check('the page says which check is broken', 'K4 自然人' in officer.body, officer.body[:3000])
    reviewer.move(record, 'check')
    check('a report that breaks one is not checked', 'K4 自然人' in reviewer.body and reviewer.code == 422, reviewer.code)
    check('the opening balance is declared', declare(people, 't3.2.natural', value='4'), people['clerk'].body[-2000:])
    officer.ask(record + '/edit')
    check('the form names the parts as the report does', re.search('三、收到和处理|3 Applications received', officer.body))
    officer.ask(report + '/cells/t3.3.3.4.total')
    check('a cell opens its cases', len(re.findall('/records/application/', officer.body)) == 2, officer.body[-3000:])
    for name, verb in (('reviewer', 'check'), ('leader', 'approve'), ('officer', 'submit'), ('releaser', 'publish')):
        if not check(f'{name}: {verb}', people[name].move(record, verb), people[name].body[-3000:]):
            return None
    return report


def wait_for(public, path):
    for _ in range(100):
        public.ask(path)
        if public.code == 200:
            return True
        time.sleep(0.1)
    return False


def in_public(public):
    address = f'/reports/{AGENCY}/2025'
    check('the public reads it', wait_for(public, address), public.code)
    check('table 3 stands as the official form', 'class="data form-table form-table-wide"' in public.body and
          'colspan="1" rowspan="8"' in public.body, public.body[:2000])
    check('each number leads to its cases', f'{address}/cells/t3.3.3.4.total' in public.body)
    said = json.loads(public.ask(address + '.json'))
    rows = said['tables']['3']['rows']
    check('JSON: table 3 is C20', all(rows[row] == C20.get(row, [0] * 7) for row in rows) and set(C20) <= set(rows), rows)
    check('JSON: table 2', said['tables']['2']['rows']['8.fees']['amount'] == '1234.56', said['tables']['2'])
    check('JSON: table 4', said['tables']['4']['row'] == [0] * 15)
    check('CSV', re.search(r'^t3\.3\.7\.total,.*,63,', public.ask(address + '.csv'), re.M), public.body[:500])
    for ending, begins in (('pdf', b'%PDF-'), ('xlsx', b'PK')):
        raw = public.opener.open(public.base + address + '.' + ending, timeout=20).read()
        check(f'{ending} as it was released', raw.startswith(begins), raw[:40])
    sheet = zipfile.ZipFile(io.BytesIO(raw))
    check('the workbook is whole', sheet.testzip() is None and len(sheet.namelist()) > 5, sheet.namelist())
    cell = json.loads(public.ask(address + '/cells/t3.3.7.total.json'))
    check('a cell opens as many cases as it says', cell['value'] == cell['total'] == 63, cell)
    public.ask(address + '/cells/t3.3.3.4.enterprise')
    check('with outcome and article', '保护第三方合法权益' in public.body and '令711 第三十六条' in public.body, public.body)
    public.ask(address + '/cells/t2.6.penalties.decisions')
    check('a declared cell opens its declaration', '/records/' in public.body and '业务系统' in public.body, public.body[-1500:])


def ask(data, *more, language='C.UTF-8'):
    done = subprocess.run([GONGKAI, 'report', data, '--agency', AGENCY, '--year', '2025', *more], capture_output=True,
                          env={**os.environ, 'LC_ALL': language})
    return done.returncode, done.stdout


def at_the_console(data):
    said = json.loads(ask(data)[1])
    rows = said['tables']['3']['rows']
    check('the command says the same', all(rows[row] == C20.get(row, [0] * 7) for row in rows) and
          said['form'] == 'cn-2021' and said['errors'] == [], said['errors'])
    counts = [sum(len(ask(data, '--cell', f't3.{row}.{kind}')[1].split()) == number
                  for kind, number in zip([*KINDS, 'total'], C20[row])) for row in ('1', '3.2', '3.3.4', '3.7', '4')]
    check('a cell lists as many as it says', counts == [7] * 5, counts)
    code, pdf = ask(data, '--format', 'pdf')
    check('it writes a PDF', code == 0 and pdf.startswith(b'%PDF-'), code)
    code, page = ask(data, '--format', 'html', language='zh_CN.UTF-8')
    check('and a page', code == 0 and '表3' in page.decode() and '<style>' in page.decode(), code)


def main():
    data = make(GONGKAI)
    office = sqlite3.connect(os.path.join(data, 'office.db'))
    fill(office)
    office.close()
    server, portal, desk = serve(GONGKAI, data)
    try:
        people = {name: Browser(desk).sign_in(name) for name in ('clerk', 'officer', 'reviewer', 'leader', 'releaser')}
        if at_the_desk(people):
            in_public(Browser(portal))
            at_the_console(data)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    finish()


main()
