"""The acceptance cases of data/domain-cases.json that no other script asks of the program: C25, the index number,
and C30, the report of 2009. And no case is forgotten: each stands, by its id, in the test that tries it.
"""
import datetime, json, os, re, shutil, sqlite3, subprocess, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import office
from office import WORK, Browser, check, finish, made, serve

GONGKAI, DEMO = os.environ['GONGKAI'], os.environ['DEMO']
PROVINCE, office.PASSWORD = '099023009', 'gongkai-demo-2009'
HERE = os.path.dirname(os.path.abspath(__file__))
CASES = {case['id']: case for case in json.load(open(os.path.join(HERE, 'data/domain-cases.json')))['cases']}
WHERE = {  # `gongkai due` and `gongkai regime check`; the register's own moves in src/request/test_life.c
    'tests/due.py': 'C01 C03 C04 C07 C08 C09 C11 C13 C14 C15 C16 C17 C19 C26 C28',
    'tests/report.py': 'C20', 'src/report/test_checks.c': 'C21', 'tests/demonstration.sh': 'C20 C23',
    'src/request/test_cost.c': 'C19', 'tests/cases.py': 'C25 C30'}


def each_is_tried():
    for name, ids in WHERE.items():
        text = open(os.path.join(HERE, '..', name)).read()
        missing = [case for case in ids.split() if not re.search(rf'\b{case}\b', text)]
        check(f'{name} tries {ids}', not missing, missing)
    tried = {case for ids in WHERE.values() for case in ids.split()}
    check('every case is tried', tried == set(CASES), set(CASES) ^ tried)


def begin(folder, agency):
    return subprocess.run([GONGKAI, 'init', os.path.join(WORK, folder), '--agency', agency], capture_output=True,
                          text=True).returncode


def index_numbers():
    given, wanted = CASES['C25']['input'], CASES['C25']['expected']
    taken = [digit for digit in '0123456789X' if begin('c25-' + digit, given['org8'] + digit) == 0]
    check('C25: of all check characters one is taken', taken == [wanted['check_digit']], taken)
    code = given['uscc_index'].split('/')[0]
    taken = [last for last in '0123456789ABCDEFGHJKLMNPQRTUWXY' if begin('uscc-' + last, code[:-1] + last) == 0]
    check('C25: of the unified code, too', taken == [wanted['uscc_check_digit']], taken)
    data = os.path.join(WORK, 'demo')
    year = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).year
    database = sqlite3.connect(os.path.join(data, 'office.db'))
    entry = database.execute("SELECT id FROM entry WHERE agency = ? AND state = 'released' AND ended_on IS NULL"
                             " AND mode = 'proactive'", (PROVINCE,)).fetchone()[0]
    database.execute('INSERT INTO item_serial (agency, year, last) VALUES ($1, $2, $3) ON CONFLICT (agency, year)'
                     ' DO UPDATE SET last = $3', (PROVINCE, year, given['last_serial']))
    database.commit()
    database.close()
    server, _, desk = serve(GONGKAI, data)
    try:
        clerk, officer = (Browser(desk).sign_in(name) for name in ('clerk', 'officer'))
        path = made(clerk, 'disclosure', entry=entry, title='统计公报', produced_on=f'{year}-01-04', save='yes')
        found = path and officer.move(path, 'collate') and re.search(r'\d{8}[\dX]/\d{4}-\d{5}', officer.body)
    finally:
        server.terminate()
        server.wait()
    next_index = wanted['next_index'].replace('014109605/2009', f'{PROVINCE}/{year}')
    number = found.group(0) if found else None
    check('C25: the next number follows the last, in 20 characters', number == next_index and len(number) == wanted['length'],
          (number, next_index, clerk.body[-1500:]))


def report_of_2009():
    wanted, given = CASES['C30']['expected'], CASES['C30']['input']
    command = [GONGKAI, 'report', os.path.join(WORK, 'demo'), '--agency', PROVINCE, '--year', str(given['year'])]
    said = json.loads(subprocess.run([*command, '--format', 'json'], capture_output=True, check=True,
                                     env={**os.environ, 'LC_ALL': 'C.UTF-8'}).stdout)
    figures, text = said['figures'], '\n'.join(part['text'] for part in said['parts'])
    check('C30: its six parts, in order', [part['title'] for part in said['parts']] == wanted['parts'], said['parts'])
    numbers = [figures[name] for name in ('catalogue_entries', 'items_released', 'press_events', 'applications_received',
                                          'reconsiderations', 'suits')]
    check('C30: its numbers', numbers == wanted['numbers'] and
          figures['press_events_special'] == given['press_conferences']['held_special_public_security'] and
          figures['fee_posting_bureaux'] == given['municipal_bureaus'], figures)
    check('C30: noughts are said in words', all(sentence in text for sentence in wanted['sentences']), text)
    check('C30: the day it is due', said['due'] == wanted['due'], said['due'])
    check('C30: items for each entry', said['average_items_per_catalogue_entry'] == wanted['average_items_per_catalogue_entry'])
    check('C30: the figures that do not agree are told', any(
        warning.startswith('press conferences: 11') and warning.endswith('role must be recorded per event')
        for warning in said['warnings']), said['warnings'])


each_is_tried()
shutil.copytree(DEMO, os.path.join(WORK, 'demo'))
report_of_2009()
index_numbers()
finish()
