"""The statutory clock as the program tells it: every case of tests/data/domain-cases.json that has a date or a
fee, what is refused and how, and regime files that are wrong. Prints TAP."""
import json, os, re, subprocess, sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GONGKAI, WORK = os.environ['GONGKAI'], os.environ['WORK']
CASES = {case['id']: (case['input'], case['expected'])
         for case in json.load(open(os.path.join(TOP, 'tests/data/domain-cases.json'), encoding='utf-8'))['cases']}
count = bad = 0


def check(what, holds, said=''):
    global count, bad
    count += 1
    bad += not holds
    print(f'{"ok" if holds else "not ok"} {count} - {what}')
    if not holds:
        print('\n'.join('    ' + line for line in str(said).splitlines()))


def run(*arguments, language='C.UTF-8'):
    done = subprocess.run([GONGKAI, *arguments], text=True, capture_output=True, timeout=120,
                          env={**os.environ, 'LC_ALL': language})
    return done.returncode, done.stdout, done.stderr


def due(regime, received=None, *events, **options):
    arguments = ['due', '--regime', regime, '--json']
    if received:
        arguments += ['--received', received]
    for event in events:
        arguments += ['--event', event]
    for key, value in options.items():
        arguments += [f'--{key}', value]
    code, out, err = run(*arguments)
    return json.loads(out) if code == 0 else {'code': code, 'err': err, 'dates': {}}


def same(what, got, expected):
    check(f'{what}: {expected}', got == expected, f'{got} ≠ {expected}')


# ---- the cases -----------------------------------------------------------------------------------

def china():
    given, expected = CASES['C01']
    same('C01 due', due('cn-2008', given['received']).get('due'), expected['due'])
    same('C01 by date', due('cn', given['received']).get('regime'), 'cn-2008')
    given, expected = CASES['C03']
    told = due('cn-2008', given['received'], f'third-party-served:{given["consultation_sent"]}',
               f'third-party-answered:{given["third_party_reply"]}')
    same('C03 due', told.get('due'), expected['due'])
    paused = [day for day in told.get('days', []) if '24' in day.get('article', '') and not day['counted']]
    same('C03 days not counted', len(paused), expected['excluded_working_days'])
    given, expected = CASES['C04']
    same('C04 unclear by', due('cn-2008', given['received'])['dates'].get('answer_unclear_by'),
         expected['answer_unclear_by'])
    same('C04 new application', due('cn-2008', given['resubmitted']).get('due'), expected['new_application_due'])
    given, expected = CASES['C07']
    told = due('cn-2019', given['submitted'], channel='web', confirmed=given['confirmed'])
    same('C07 receipt', told.get('receipt'), expected['receipt'])
    same('C07 due', told.get('due'), expected['due'])
    given, expected = CASES['C08']
    told = due('cn-2019', given['received'])
    same('C08 notice by', told['dates'].get('correction_notice_by'), expected['correction_notice_by'])
    same('C08 without notice', told.get('due'), expected['due_if_no_notice'])
    told = due('cn-2019', given['received'], 'correction-notice:2026-02-12',
               f'correction-received:{given["correction_received"]}')
    same('C08 due', told.get('due'), expected['due'])
    given, expected = CASES['C09']
    told = due('cn-2019', '2026-02-10', f'correction-notice:{given["correction_notice_served"]}:15')
    same('C09 lapses after', told['dates'].get('lapses_after'), expected['lapses_after'])
    same('C09 row', told.get('lapse', {}).get('row'), '3.6.1')
    given, expected = CASES['C11']
    told = due('cn-2019', given['received'], f'third-party-served:{given["letter_served"]}')
    same('C11 third party by', told['dates'].get('third_party_by'), expected['third_party_deadline'])
    same('C11 due', told.get('due'), expected['due'])


def channels():
    _, expected = CASES['C13']
    told = [due('cn-2019', '2026-01-04', channel='counter'), due('cn-2019', arrived='2026-01-05', channel='registered'),
            due('cn-2019', arrived='2026-01-05', confirmed='2026-01-07', channel='post'),
            due('cn-2019', '2026-01-02', confirmed='2026-01-04', channel='web'),
            due('cn-2019', '2026-01-05', confirmed='2026-01-06', channel='fax')]
    same('C13 receipt', [one.get('receipt') for one in told], expected['receipt'])
    same('C13 due', [one.get('due') for one in told], expected['due'])
    waiting = due('cn-2019', '2026-01-05', channel='web')
    same('not confirmed: no receipt', [waiting['receipt'], waiting['due'], waiting['waits_for']],
         [None, None, 'confirmed'])
    same('the office confirms within a working day', waiting['dates']['confirm_by'], '2026-01-06')


def elsewhere():
    given, expected = CASES['C26']
    asked, got = f'information-asked:{given["info_asked"]}', f'information-received:{given["info_got"]}'
    told = due('us-foia', given['received'])
    same('C26 due', told.get('due'), expected['due'])
    same('C26 expedited', told['dates'].get('expedited_by'), expected['expedited_decision_by'])
    same('C26 tolled', due('us-foia', given['received'], asked, got).get('due'), expected['due_tolled'])
    told = due('us-foia', given['received'], asked, got, f'extended:{expected["due_tolled"]}')
    same('C26 extended', told.get('extended_due'), expected['due_tolled_extended'])
    told = due('us-foia', given['misrouted_first_received'], flag='misrouted')
    same('C26 misrouted', [told.get('receipt'), told.get('due')],
         [expected['misrouted_clock_starts'], expected['misrouted_due']])
    given, expected = CASES['C28']
    told = due('in-rti', given['received'])
    same('C28 due', [told.get('due'), told['dates'].get('transfer_by'), told['dates'].get('third_party_notice_by')],
         [expected['due'], expected['transfer_by'], expected['third_party_notice_by']])
    same('C28 APIO', due('in-rti', given['received'], flag='apio').get('due'), expected['due_via_apio'])
    same('C28 third party', due('in-rti', given['received'], flag='third-party').get('due'),
         expected['due_third_party'])
    same('C28 fee', due('in-rti', given['received'], f'fee-notice:{given["fee_intimated"]}',
                        f'fee-paid:{given["fee_paid"]}').get('due'), expected['due_after_fee'])
    same('California', due('us-ca-cpra', '2025-06-02', 'extended:2025-06-12').get('extended_due'), '2025-06-26')


def fee_examples():
    """The fee cases as worked examples: (regime, example)."""
    row = 'fee: {}, quantity: "{}", amount: "{}.00"'.format
    given, expected = CASES['C14']
    for n, marginal, total in zip(given['applications_in_calendar_month'], expected['marginal_yuan'],
                                  expected['cumulative_yuan']):
        yield 'cn-2019', row('processing-by-item', f'no {n}', marginal)
        yield 'cn-2019', row('processing-by-item', n, total)
    given, expected = CASES['C15']
    for pages, yuan in zip(given['pages'], expected['yuan']):
        yield 'cn-2019', row('processing-by-page', pages, yuan)
    given, expected = CASES['C16']
    yield 'cn-2019', row('processing-by-item', f'no {given["application_no_in_month"]}', expected['by_item'])
    yield 'cn-2019', row('processing-by-page', given['pages'], expected['by_page'])
    expected = CASES['C17'][1]
    yield 'cn-2019', row('processing-by-item', expected['february_count'], expected['february_total'])
    given, expected = CASES['C19']
    yield 'cn-2008', (f'received: 2010-01-04, fee: cost, quantity: "search={given["search_items"]}'
                      f' a4-bw-single={given["a4_bw_single_sheets"]} a3-colour-double='
                      f'{given["a3_colour_double_sheets"]} postage={given["postage"]}",'
                      f' amount: "{expected["total_yuan"][0]}"')
    given, expected = CASES['C28']
    yield 'in-rti', row('penalty', given['delay_days'], expected['penalty_rs'])
    yield 'in-rti', row('inspection', given['inspection_hours'], expected['inspection_fee_rs'])


def write_regime(regime, change):
    text = open(os.path.join(TOP, 'regimes', f'{regime}.yaml'), encoding='utf-8').read()
    path = os.path.join(WORK, 'changed.yaml')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(change(text))
    return path


def fees():
    by_regime = {}
    for regime, example in fee_examples():
        by_regime.setdefault(regime, []).append(example)
    for regime, examples in by_regime.items():
        rows = ''.join(f'- {{id: case-{n}, {example}}}\n' for n, example in enumerate(examples))
        path = write_regime(regime, lambda text: text[:text.index('\nexamples:')] + '\nexamples:\n' + rows)
        code, out, err = run('regime', 'check', path)
        check(f'{len(examples)} fees of {regime} come out', code == 0, err)
        wrong = write_regime(regime, lambda text: text[:text.index('\nexamples:')] + '\nexamples:\n' +
                             rows.replace('amount: "', 'amount: "1', 1))
        check(f'a wrong fee of {regime} is told', run('regime', 'check', wrong)[0] == 2)


# ---- the trace, and both languages ---------------------------------------------------------------

def proof():
    told = due('cn-2019', '2025-09-28')
    counted = [day for day in told['days'] if day['counted']]
    same('each counted day has its number', [day['n'] for day in counted], list(range(1, 21)))
    same('the last one is the due date', counted[-1]['date'], told['due'])
    check('each day has its reason', all(day['reason'] for day in told['days']))
    off = next(day for day in told['days'] if day['date'] == '2025-10-01')
    check('a day off names the notice', '国办发明电〔2024〕12号' in off['reason'] and not off['counted'], off)
    worked = next(day for day in told['days'] if day['date'] == '2025-10-11')
    check('a worked Saturday counts', worked['counted'], worked)
    check('the next year is provisional', due('cn-2019', '2026-12-20')['provisional'] is True)
    check('and this one is not', told['provisional'] is False)
    code, out, _ = run('due', '--regime', 'cn', '--received', '2025-04-10', '--event', 'third-party-served:2025-04-14',
                       language='zh_CN.UTF-8')
    check('people read it in Chinese', code == 0 and '征求第三方意见' in out and '令711' in out, out)
    told = due('cn-2019', '2020-01-10', told='2020-01-15')
    same('a corrected calendar shows both dates', [told['told'], told['due'], told['binds']],
         ['2020-02-12', '2020-02-14', '2020-02-14'])
    told = due('mx', '2025-06-02', 'correction-notice:2025-06-06', 'correction-received:2025-06-13')
    check('what rests on an unchecked clause says so', told['verified'] is False, told)


def refusals():
    rows = [('an extension after the due date', 'cn-2019', '2026-02-10', ['extended:2026-03-17'], 'Order 711, Art 33'),
            ('a second extension', 'cn-2019', '2026-02-10', ['extended:2026-03-10', 'extended:2026-03-11'], 'Art 33'),
            ('a date before receipt', 'cn-2019', '2026-02-10', ['agency-served:2026-02-09'], '2026-02-10'),
            ('an answer without a question', 'cn-2019', '2026-02-10', ['agency-answered:2026-02-12'], 'agency-served'),
            ('an answer before its question', 'cn-2019', '2026-02-10',
             ['fee-notice:2026-02-13', 'fee-paid:2026-02-12'], 'fee-notice:2026-02-13'),
            ('an unknown event', 'cn-2019', '2026-02-10', ['answered-twice:2026-02-12'], 'correction-notice'),
            ('a malformed event', 'cn-2019', '2026-02-10', ['extended'], 'KIND:YYYY-MM-DD'),
            ('an impossible date', 'cn-2019', '2026-02-30', [], '2026-02-30'),
            ('no date', 'cn-2019', None, [], 'day of receipt'),
            ('an unknown law', 'cn-1912', '2026-02-10', [], 'cn-2019'),
            ('a law that was not in force', 'cn-2019', '2009-09-28', [], 'not in force'),
            ('no law of that day', 'cn', '2007-09-28', [], 'cn-2008')]
    for what, regime, received, events, says in rows:
        told = due(regime, received, *events)
        check(f'{what} is refused', told.get('code') == 2 and says in told['err'], told)
    for option in ('channel', 'flag'):
        told = due('cn-2019', '2026-02-10', **{option: 'pigeon'})
        check(f'an unknown {option} is refused', told.get('code') == 2, told)
    same('no regime is wrong usage', run('due', '--received', '2026-02-10')[0], 2)
    same('an unknown option is wrong usage', run('due', '--regime', 'cn', '--colour', 'red')[0], 2)


def regimes():
    folder = os.path.join(TOP, 'regimes')
    files = sorted(name for name in os.listdir(folder) if name != 'duties.yaml')
    code, out, err = run('regime', 'check', *(os.path.join(folder, name) for name in files))
    check(f'all {len(files)} regimes are sound', code == 0 and out.count('\n') == len(files), err)
    path = write_regime('cn-2019', lambda text: text.replace('term: 20 working days', 'term: 20 wd', 1))
    line = open(path, encoding='utf-8').read()[:open(path, encoding='utf-8').read().index('term: 20 wd')].count('\n') + 1
    code, _, err = run('regime', 'check', path)
    check('a wrong term: file, line, field', code == 2 and f'changed.yaml:{line}: terms[0].term: ' in err, err)
    path = write_regime('cn-2019', lambda text: text.replace('due 2025-10-31', 'due 2025-10-30', 1))
    code, _, err = run('regime', 'check', path)
    check('an example that does not come out', code == 2 and 'c07-web-on-saturday' in err, err)
    same('a file that is not there', run('regime', 'check', os.path.join(WORK, 'none.yaml'))[0], 2)
    code, out, _ = run('regime', 'flow', 'cn-2019', '--dot')
    check('the flow chart is a graph', code == 0 and out.startswith('digraph') and '"searching" -> "consulting"' in out, out)
    code, out, _ = run('regime', 'flow', 'cn-2019', language='zh_CN.UTF-8')
    check('and words in Chinese', code == 0 and '等待双方确认' in out and '令711' in out, out)
    same('an unknown flow', run('regime', 'flow', 'cn-1912')[0], 2)
    same('regime alone is wrong usage', run('regime')[0], 2)


for part in (china, channels, elsewhere, fees, proof, refusals, regimes):
    part()
sys.exit(1 if bad else 0)
