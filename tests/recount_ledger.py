#!/usr/bin/env python3
"""Makes a ledger folder whose case lines are those of case C20 (data/domain-cases.json).

usage: recount_ledger.py FOLDER [break]

Each application is released at registering and corrected at closing, as the office does it. Some lines do
not say the kind of applicant: the yearly list of the report does. Beside them stand what must not count:
another agency's line, one that was withdrawn, one closed the year before, one of the year after. With
"break" one line has neither a kind nor a place in the list. The checkpoint is not signed: who counts does
not verify (verify_tlog.py does).
"""
import hashlib, json, os, sys

AGENCY, YEAR = '002232139', 2025
KINDS = ['natural', 'enterprise', 'research', 'welfare', 'legal-service', 'other']
FOLDER, entries, listed = sys.argv[1], [], []


def write(path, content):
    os.makedirs(os.path.dirname(os.path.join(FOLDER, path)), exist_ok=True)
    with open(os.path.join(FOLDER, path), 'wb') as file:
        file.write(content)


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(',', ':')).encode()


def act(kind, type_, name, fields, agency=AGENCY, files=()):
    record = canonical({'kind': kind, 'id': name, 'number': '', 'edition': 1, 'lang': 'zh', 'schema': 1,
                        'fields': fields, 'files': [{'name': n, 'sha256': h, 'size': s} for n, h, s in files]})
    salt = hashlib.sha256(f'{name} {len(entries)}'.encode()).digest()
    hashes = [bytes.fromhex(h) for _, h, _ in files]
    commit = hashlib.sha256(b''.join([salt, hashlib.sha256(record).digest(), *hashes])).hexdigest()
    lines = [f'{h} {s}'.encode() for _, h, s in files]
    write(f'object/{commit[:2]}/{commit}',
          b'\n'.join([b'gongkai-object/1', salt.hex().encode(), record, *lines, b'']))
    entries.append(canonical({'agency': agency, 'commit': commit, 'id': name, 'kind': kind, 'type': type_, 'v': 1}))


def application(name, kind, received, closed='', row='', agency=AGENCY, hidden=False):
    line = {'received_on': received} | ({} if hidden else {'applicant_kind': kind})
    act('case_line', 'released', name, line, agency)
    if closed:
        act('case_line', 'corrected', name, line | {'closed_on': closed, 'row': row, 'article': '令711'}, agency)
    if hidden:
        listed.append(f't3.1.{kind},1,{name},{YEAR}-00001,case_line,"一行\n两行",{received}\n')


def make(table):
    for column, kind in enumerate(KINDS):
        rows = [row for row, counts in table.items() if row[:2] == '3.' and row != '3.7' for _ in range(counts[column])]
        rows += [''] * table['4'][column]
        for n, row in enumerate(rows):
            received = f'{YEAR - 1}-12-31' if n < table['2'][column] else f'{YEAR}-01-01'
            # What is carried on is closed the year after, and by then stands in a row.
            closed = f'{YEAR}-12-31' if row else f'{YEAR + 1}-01-01'
            application(f'{kind}-{n}', kind, received, closed, row or '3.1', hidden=kind == 'welfare')


cases = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data/domain-cases.json')))['cases']
make(next(case for case in cases if case['id'] == 'C20')['input']['table'])
application('other-agency', 'natural', f'{YEAR}-02-01', f'{YEAR}-03-01', '3.1', agency='014109605')
application('year-before', 'natural', f'{YEAR - 1}-02-01', f'{YEAR - 1}-12-31', '3.1')
application('year-after', 'natural', f'{YEAR + 1}-01-01')
application('withdrawn', 'natural', f'{YEAR}-02-01')
act('case_line', 'withdrawn', 'withdrawn', {'of': 'case_line'})
if sys.argv[2:] == ['break']:
    application('nobody', '', f'{YEAR}-02-01', hidden=True)
    listed.pop()
rows = ('cell,value,record,number,kind,label,date\n' + ''.join(listed)).encode()
sha256 = hashlib.sha256(rows).hexdigest()
write(f'file/{sha256[:2]}/{sha256}', rows)
act('annual_report', 'released', 'report', {'year': YEAR, 'scope': 'own'},
    files=[('cells.csv', sha256, len(rows))])
for first in range(0, len(entries), 256):
    part = entries[first:first + 256]
    ending = f'.p/{len(part)}' if len(part) < 256 else ''
    write(f'tile/entries/{first // 256:03}{ending}', b''.join(len(e).to_bytes(2, 'big') + e for e in part))
write('checkpoint', f'x/ledger\n{len(entries)}\n\n'.encode())
