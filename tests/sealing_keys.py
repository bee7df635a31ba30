#!/usr/bin/env python3
"""Are the keys to which a portal seals letters those that the ledger tells?

usage: sealing_keys.py LEDGER AGENCY

The note intake.key must be signed by the ledger's key, and its keys must be, no more and no fewer, the
released records of kind sealing_key. Shares no code with the program (verify_tlog.py, recount.py). Prints how
many keys there are; exits 1 with a sentence when something is not so.
"""
import os, re, sys

import recount, verify_tlog


def noted(ledger):
    with open(os.path.join(ledger, 'vkey'), encoding='ascii') as file:
        name, key_id, key = file.read().strip().split('+', 2)
    with open(os.path.join(ledger, 'intake.key'), 'rb') as file:
        text, signature = file.read().rsplit(b'\n\n', 1)
    text += b'\n'
    match = re.fullmatch('\u2014 (\\S+) (\\S+)\n?', signature.decode())
    assert match and match[1] == name, 'the note is not signed by the key of the ledger'
    raw = verify_tlog.base64.b64decode(match[2], validate=True)
    assert raw[:4].hex() == key_id, 'the note is signed by another key'
    assert verify_tlog.ed25519_verifies(verify_tlog.base64.b64decode(key)[1:], text, raw[4:]), 'the signature is wrong'
    return {tuple(line.split(' ')[1:3]) for line in text.decode().splitlines() if line.startswith('key ')}


def main(ledger, agency):
    recount.LEDGER = ledger
    told = [recount.record_of(entry)['fields'] for entry in recount.newest(agency, ('sealing_key',))]
    released, note = {(one['title'], one['public_key']) for one in told}, noted(ledger)
    assert note and note == released, f'the note has {sorted(note)}, the ledger {sorted(released)}'
    print(len(note))


if __name__ == '__main__':
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except AssertionError as wrong:
        sys.exit(str(wrong))
