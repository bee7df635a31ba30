#!/usr/bin/env python3
"""Counts table 3 of an annual report from the public ledger alone, sharing no code with the program.

usage: recount.py LEDGER AGENCY YEAR

Standard library only, written from SECURITY.md (entries, objects) and the official form (国办公开办函
〔2021〕30号). Reads the entries from tile/entries and the released case lines from object/, each checked
against its commitment. A case line that does not say the kind of applicant, because so few of that kind
applied, is looked up in the yearly list: the file cells.csv that the agency's report of the year carries.
Prints {row: [six kinds of applicant, total]} as JSON; exits 1 when a line cannot be counted.
"""
import csv, hashlib, io, json, os, re, sys

KINDS = ['natural', 'enterprise', 'research', 'welfare', 'legal-service', 'other']
TRIAL = ['1', '2', '3.1', '3.2', *(f'3.3.{n}' for n in range(1, 9)), *(f'3.4.{n}' for n in range(1, 4)),
         *(f'3.5.{n}' for n in range(1, 6)), '3.6', '3.7', '4']
DIVIDED = [row for old in TRIAL for row in (['3.6.1', '3.6.2', '3.6.3'] if old == '3.6' else [old])]


def read(path):
    with open(os.path.join(LEDGER, path), 'rb') as file:
        return file.read()


def tile_path(n, width):
    groups = [f'{n % 1000:03}']
    while n >= 1000:
        n //= 1000
        groups.insert(0, f'x{n % 1000:03}')
    return 'tile/entries/' + '/'.join(groups) + (f'.p/{width}' if width < 256 else '')


def entries():
    size = int(read('checkpoint').split(b'\n')[1])
    for first in range(0, size, 256):
        width, at = min(256, size - first), 0
        raw = read(tile_path(first // 256, width))
        for _ in range(width):
            length = int.from_bytes(raw[at:at + 2], 'big')
            yield json.loads(raw[at + 2:at + 2 + length])
            at += 2 + length


def record_of(entry):
    """The canonical record that an entry commits to."""
    commit = entry['commit']
    head, salt, record, *lines, end = read(f'object/{commit[:2]}/{commit}').split(b'\n')
    whole = all(re.fullmatch(b'[0-9a-f]{64} [0-9]+', line) for line in lines)
    assert head == b'gongkai-object/1' and whole and not end, f'object {commit} is malformed'
    hashes = [bytes.fromhex(line.split(b' ')[0].decode()) for line in lines]
    parts = [bytes.fromhex(salt.decode()), hashlib.sha256(record).digest(), *hashes]
    assert hashlib.sha256(b''.join(parts)).hexdigest() == commit, f'object {commit} is another one'
    return json.loads(record)


def newest(agency, kinds):
    """The last entry of each record of these kinds that still stands."""
    last = {}
    for entry in entries():
        if entry['agency'] == agency and entry['kind'] in kinds:
            last[entry['id']] = entry
    return [entry for entry in last.values() if entry['type'] in ('released', 'corrected')]


def yearly_list(reports, year):
    """Which kind of applicant each case line is of, as the report's own file of rows says."""
    kinds = {}
    for report in reports:
        fields = report['fields']
        if fields.get('year') != year or fields.get('scope') != 'own':
            continue
        for file in report.get('files', []):
            if file['name'] != 'cells.csv':
                continue
            raw = read(f'file/{file["sha256"][:2]}/{file["sha256"]}')
            assert hashlib.sha256(raw).hexdigest() == file['sha256'], 'cells.csv is another one'
            for line in csv.DictReader(io.StringIO(raw.decode(), newline='')):
                match = re.fullmatch(r't3\.[\d.]+\.([a-z-]+)', line['cell'])
                if match and match[1] in KINDS and line['record']:
                    kinds[line['record']] = match[1]
    return kinds


def rows_of(line, year):
    """The rows that an application stands in: new or carried over; its result, or carried on."""
    received, closed = line.get('received_on', ''), line.get('closed_on', '')
    first, last = f'{year}-01-01', f'{year}-12-31'
    if not received or received > last or (closed and closed < first):
        return []
    rows = ['1' if received >= first else '2']
    if not closed or closed > last:
        return rows + ['4']
    row = line.get('row', '')
    return rows + [row if year >= 2021 or not row.startswith('3.6.') else '3.6', '3.7']


def main(agency, year):
    table = {row: [0] * 7 for row in (TRIAL if year < 2021 else DIVIDED)}
    found = [record_of(entry) for entry in newest(agency, ('case_line', 'annual_report'))]
    listed, wrong = yearly_list([r for r in found if r['kind'] == 'annual_report'], year), 0
    for record in (r for r in found if r['kind'] == 'case_line'):
        line = record['fields']
        rows = rows_of(line, year)
        kind = line.get('applicant_kind') or listed.get(record['id'])
        if rows and (kind not in KINDS or any(row not in table for row in rows)):
            wrong += 1
            print(f'case line {record.get("number", record["id"])}: cannot be counted', file=sys.stderr)
            continue
        for row in rows:
            table[row][KINDS.index(kind)] += 1
            table[row][6] += 1
    print(json.dumps(table))
    return 1 if wrong else 0


if __name__ == '__main__':
    if len(sys.argv) != 4 or not re.fullmatch(r'\d{4}', sys.argv[3]):
        sys.exit(__doc__)
    LEDGER = sys.argv[1]
    sys.exit(main(sys.argv[2], int(sys.argv[3])))
