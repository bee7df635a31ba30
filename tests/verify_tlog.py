#!/usr/bin/env python3
"""Verifies a ledger folder, sharing no code with the program that made it.

usage: verify_tlog.py LEDGER [VKEY]

Standard library only, written from the texts: C2SP tlog-tiles, tlog-checkpoint and signed-note,
RFC 6962 (tree), RFC 8032 (Ed25519), and SECURITY.md (entries, objects, erasure). Without VKEY the
key that the ledger shows is believed. Prints one line and exits 0, or each problem and exits 1.
"""
import base64, hashlib, json, os, re, sys
from datetime import datetime

problems = []


def problem(text):
    problems.append(text)


def sha256(*parts):
    return hashlib.sha256(b''.join(parts)).digest()


# Ed25519 (RFC 8032, section 6, reduced to verifying).
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    t = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, z - t, z + t, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(n, point):
    sum_ = (0, 1, 1, 0)
    while n:
        if n & 1:
            sum_ = point_add(sum_, point)
        point = point_add(point, point)
        n >>= 1
    return sum_


def point_of(raw):
    y = int.from_bytes(raw, 'little')
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(raw) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, 'little'))


def ed25519_verifies(public, message, signature):
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], 'little')
    if not a or not r or len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), 'little') % Q
    left, right = point_times(s, BASE), point_add(r, point_times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and \
        (left[1] * right[2] - right[1] * left[2]) % P == 0


# The signed checkpoint.
def open_checkpoint(note, vkey):
    name, key_id, key = vkey.split('+', 2)
    key = base64.b64decode(key, validate=True)
    assert key[0] == 1 and len(key) == 33, 'the key is no Ed25519 log key'
    assert sha256(name.encode(), b'\n', key)[:4].hex() == key_id, 'the key is not that of its id'
    text, signatures = note.rsplit(b'\n\n', 1)
    text += b'\n'
    good = 0
    for line in signatures.decode().splitlines():
        match = re.fullmatch('\u2014 (\\S+) (\\S+)', line)
        assert match, 'a signature line is malformed'
        raw = base64.b64decode(match[2], validate=True)
        if match[1] == name and raw[:4].hex() == key_id:
            assert ed25519_verifies(key[1:], text, raw[4:]), 'the signature is wrong'
            good += 1
    assert good == 1, f'{good} signatures by the key of the ledger'
    origin, size, root = text.decode().split('\n')[:3]
    assert origin == name and re.fullmatch('0|[1-9][0-9]*', size), 'the checkpoint is malformed'
    return int(size), base64.b64decode(root, validate=True)


# Tiles.
def number_path(n):
    groups = [f'{n % 1000:03}']
    while n >= 1000:
        n //= 1000
        groups.insert(0, f'x{n % 1000:03}')
    return '/'.join(groups)


def tiles(level, count):
    """Paths of the tiles of a level with so many hashes, and how wide each is."""
    for n in range((count + 255) // 256):
        width = min(256, count - 256 * n)
        part = f'.p/{width}' if width < 256 else ''
        yield f'tile/{level}/{number_path(n)}{part}', width


def read(path, expected=True):
    try:
        with open(os.path.join(LEDGER, path), 'rb') as file:
            return file.read()
    except FileNotFoundError:
        if expected:
            problem(f'{path} is missing')
        return None


def read_entries(size):
    entries = []
    for path, width in tiles('entries', size):
        raw, at = read(path) or b'', 0
        for _ in range(width):
            length = int.from_bytes(raw[at:at + 2], 'big')
            entries.append(raw[at + 2:at + 2 + length])
            at += 2 + length
        if at != len(raw):
            problem(f'{path} is torn')
    return entries


def tile_contents(entries):
    """What every tile holds, by level: for entries the framed entries, else the hashes."""
    levels = {'entries': [len(entry).to_bytes(2, 'big') + entry for entry in entries]}
    hashes, level = [sha256(b'\0', entry) for entry in entries], 0
    while hashes:
        levels[str(level)] = hashes
        hashes = [root_of(hashes[at:at + 256]) for at in range(0, len(hashes) // 256 * 256, 256)]
        level += 1
    return levels


def check_tiles(levels):
    for level, parts in levels.items():
        for number, (path, width) in enumerate(tiles(level, len(parts))):
            if read(path) != b''.join(parts[256 * number:256 * number + width]):
                problem(f'{path} does not hold what the entries say')


def root_of(hashes):
    if not hashes:
        return sha256()
    while len(hashes) > 1:
        odd = hashes[len(hashes) // 2 * 2:]
        hashes = [sha256(b'\1', hashes[i], hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)] + odd
    return hashes[0]


# Entries.
KEYS = {'agency': str, 'at': str, 'commit': str, 'erases': list, 'id': str, 'kind': str, 'prev': int,
        'seq': int, 'type': str, 'v': int}
FORMS = {'agency': '[0-9A-Za-z-]{1,32}', 'commit': '[0-9a-f]{64}', 'id': '[a-z2-7]{26}',
         'kind': '[a-z0-9_]{1,40}', 'type': 'released|corrected|withdrawn|erased',
         'at': r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z'}


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(',', ':')).encode()


def parse_entry(raw):
    entry = json.loads(raw)
    assert canonical(entry) == raw and len(raw) <= 4096, 'not canonical'
    assert set(entry) <= set(KEYS) and set(KEYS) - set(entry) <= {'erases', 'prev'}, 'other keys'
    for key, value in entry.items():
        assert type(value) is KEYS[key], f'{key} has another type'
        assert key not in FORMS or re.fullmatch(FORMS[key], value), f'{key} is malformed'
    datetime.fromisoformat(entry['at'][:-1])
    assert entry['v'] == 1
    return entry


def check_entries(raws):
    """Chains and erasures; returns the entries, and the indices whose objects are erased."""
    entries, last, erased, clock = [], {}, set(), ''
    for index, raw in enumerate(raws):
        try:
            entry = parse_entry(raw)
            before = last.get(entry['id'])
            assert entry['at'] >= clock, 'runs backwards in time'
            assert entry['seq'] == (entries[before]['seq'] + 1 if before is not None else 1), 'seq'
            assert entry.get('prev') == before, 'prev'
            for target in entry.get('erases', []):
                assert type(target) is int and 0 <= target < index, 'erases what is not before it'
                assert entries[target]['id'] == entry['id'], 'erases another record'
                erased.add(target)
            clock, last[entry['id']] = entry['at'], index
        except (AssertionError, ValueError, TypeError) as why:
            problem(f'entry {index}: {why}')
            entry = None
        entries.append(entry)
    return entries, erased


# Objects and files.
def check_object(index, entry, files):
    raw = read(f'object/{entry["commit"][:2]}/{entry["commit"]}')
    if raw is None:
        return problem(f'entry {index}: its object is missing, and nothing erases it')
    head, salt, record, *lines, end = raw.split(b'\n')
    if head != b'gongkai-object/1' or end or not re.fullmatch(b'[0-9a-f]{64}', salt):
        return problem(f'entry {index}: its object is malformed')
    hashes = []
    for line in lines:
        match = re.fullmatch(b'([0-9a-f]{64}) (0|[1-9][0-9]*)', line)
        if not match:
            return problem(f'entry {index}: a line of its object is malformed')
        hashes.append(bytes.fromhex(match[1].decode()))
        files[match[1].decode()] = int(match[2])
    if sha256(bytes.fromhex(salt.decode()), sha256(record), *hashes).hex() != entry['commit']:
        problem(f'entry {index}: its object is not the one it commits to')
    said = json.loads(record)
    if canonical(said) != record:
        problem(f'entry {index}: its record is not canonical')
    kind = said.get('kind')
    if kind == 'tombstone' and entry['type'] in ('withdrawn', 'erased'):
        kind = said['fields'].get('of')
    if said.get('id') != entry['id'] or kind != entry['kind']:
        problem(f'entry {index}: its record is another one')


def check_files(files):
    for name, size in files.items():
        content = read(f'file/{name[:2]}/{name}')
        if content is not None and (len(content) != size or sha256(content).hex() != name):
            problem(f'file {name} is not the one that was published')


def is_tile(path, levels):
    """A tile of this log, be it a partial one that was outgrown since."""
    match = re.fullmatch(r'tile/(entries|\d)/(?:x\d{3}/)*\d{3}(?:\.p/(\d+))?', path)
    if not match or match[1] not in levels:
        return False
    number, width = int(re.sub(r'\D', '', path.split('/', 2)[2].split('.')[0])), int(match[2] or 256)
    parts = levels[match[1]][256 * number:256 * number + width]
    return len(parts) == width and read(path) == b''.join(parts)


def check_folder(levels, objects, files):
    """Nothing lies there that no entry accounts for."""
    for folder, _, names in os.walk(LEDGER):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), LEDGER)
            if not (path in ('checkpoint', 'vkey', 'intake.key') or re.fullmatch(r'[^/]+\.pk', path) or
                    path == f'object/{name[:2]}/{name}' and name in objects or
                    path == f'file/{name[:2]}/{name}' and name in files or is_tile(path, levels)):
                problem(f'{path} lies there, but no entry accounts for it')


def main(vkey):
    vkey = vkey or read('vkey').decode().strip()
    try:
        size, root = open_checkpoint(read('checkpoint'), vkey)
    except (AssertionError, ValueError) as why:
        return problem(f'checkpoint: {why}')
    raws = read_entries(size)
    levels = tile_contents(raws)
    check_tiles(levels)
    if root_of([sha256(b'\0', raw) for raw in raws]) != root:
        problem('the entries are not those of the signed root')
    entries, erased = check_entries(raws)
    files, objects = {}, set()
    for index, entry in enumerate(entries):
        if entry and index in erased and read(f'object/{entry["commit"][:2]}/{entry["commit"]}', False):
            problem(f'entry {index}: its object is erased, but still there')
        elif entry and index not in erased:
            objects.add(entry['commit'])
            check_object(index, entry, files)
    check_files(files)
    check_folder(levels, objects, files)
    return f'{size} entries, {len(objects)} objects, {len(erased)} erased, {len(files)} files'


if __name__ == '__main__':
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    LEDGER = sys.argv[1]
    said = main(sys.argv[2] if len(sys.argv) == 3 else None)
    for text in problems:
        print(text)
    if problems:
        sys.exit(1)
    print('sound:', said)
