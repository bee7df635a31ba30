"""Follows docs/regime.md literally, in a share folder without the law that the page writes.

A comment above a block says what it is: file: NAME (a new file) · add: NAME (put at its end) · says: WORDS (the
commands succeed and say WORDS) · fails: WORDS (the last one ends with 2 and says WORDS). Prints TAP."""
import os, re, shutil, subprocess, sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORK = os.environ['WORK']
SHARE = os.path.join(WORK, 'share')
ENVIRONMENT = {**os.environ, 'LC_ALL': 'C.UTF-8', 'GONGKAI_SHARE': SHARE,
               'PATH': os.path.dirname(os.environ['GONGKAI']) + ':' + os.environ['PATH']}
BLOCK = re.compile(r'<!-- (file|add|says|fails): (.*?) -->\n```\w*\n(.*?)```', re.S)


def run(commands):
    done = subprocess.run(['bash', '-ec', commands], cwd=WORK, env=ENVIRONMENT, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return done.returncode, done.stdout


def follow(what, of, text):
    """(true, what was done, what was said)"""
    if what in ('file', 'add'):
        path = os.path.join(WORK, of)
        fits = os.path.exists(path) == (what == 'add')
        with open(path, 'a', encoding='utf-8') as file:
            file.write(text)
        return fits, f'{what} {of}', ''
    code, said = run(text)
    return code == (2 if what == 'fails' else 0) and of in said, f'{what} “{of}”', f'ended with {code}\n{said}'


for folder in ('calendars', 'regimes', 'classifications'):
    shutil.copytree(os.path.join(TOP, folder), os.path.join(SHARE, folder))
os.remove(os.path.join(SHARE, 'regimes', 'us-ca-cpra.yaml'))
page = open(os.path.join(TOP, 'docs', 'regime.md'), encoding='utf-8').read()
bad = 0
blocks = BLOCK.findall(page)
for number, block in enumerate(blocks, 1):
    true, did, said = follow(*block)
    bad += not true
    print(f'{"ok" if true else "not ok"} {number} - {did}')
    if not true:
        print(re.sub('^', '    ', said, flags=re.M))
sys.exit(1 if bad or len(blocks) < 12 else 0)
