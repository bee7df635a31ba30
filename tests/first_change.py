"""Follows docs/first-change.md: what its blocks say is done to a copy of the tree, then a record of
the new kind goes through all hands in a browser's way and is read on the portal.

A comment above a block says what it is:  run · fails: WORDS (the commands end badly and say WORDS)
· file: PATH (a new file) · below: PATH LINE (put below the line that begins so).
"""
import json, os, re, signal, subprocess, sys, time, urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, 'tests'))
from office import AGENCY, WORK, Browser, check, finish, make, made, serve, through_all_hands

TREE = os.path.join(WORK, 'tree')
MOST_LINES = 80
BLOCK = re.compile(r'<!-- (run|fails|file|below)(?:: (.*?))? -->\n```\w*\n(.*?)```', re.S)


# ---- the page -----------------------------------------------------------------------------------

def run(commands):
    done = subprocess.run(['bash', '-ec', commands], cwd=TREE, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    return done.returncode, done.stdout


def put_below(path, line, text):
    lines = open(path, encoding='utf-8').read().splitlines(keepends=True)
    at = [i for i, one in enumerate(lines) if one.startswith(line)]
    if len(at) == 1:
        lines.insert(at[0] + 1, text)
        open(path, 'w', encoding='utf-8').writelines(lines)
    return len(at) == 1


def follow(page):
    lines_of_c = 0
    for what, of, text in BLOCK.findall(page):
        if what == 'run':
            code, said = run(text)
            if not check(f'runs: {text.splitlines()[0]} …', code == 0, said):
                return False
        elif what == 'fails':
            code, said = run(text)
            if not check(f'fails, saying “{of}”', code != 0 and of in said, said):
                return False
        elif what == 'file':
            path = os.path.join(TREE, of)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            check(f'{of} is new', not os.path.exists(path))
            open(path, 'w', encoding='utf-8').write(text)
            lines_of_c += text.count('\n') if of.endswith(('.c', '.h')) else 0
        else:
            path, _, line = of.partition(' ')
            if not check(f'{path} has one line “{line}”', put_below(os.path.join(TREE, path), line, text)):
                return False
    return check(f'{lines_of_c} lines of C, at most {MOST_LINES}', 0 < lines_of_c <= MOST_LINES)


# ---- the new kind in use ------------------------------------------------------------------------

def use(portal, office):
    people = {name: Browser(office).sign_in(name)
              for name in ('clerk', 'officer', 'reviewer', 'leader', 'releaser')}
    clerk, public = people['clerk'], Browser(portal)
    unit = made(clerk, 'unit', name='人事处', name_en='Personnel', position='1')
    check('a unit goes through all hands', unit and through_all_hands(people, unit), clerk.body[-2000:])
    entry = made(clerk, 'entry', title='表彰奖励', title_en='Commendations', unit=unit.split('/')[-1],
                 mode='proactive', basis='令492 第10条', update_interval='on-event',
                 class_seed='seed-5', class_a10='a10-7', class_a20='a20-5', in_force_on='2009-01-01')
    check('an entry goes through all hands', entry and through_all_hands(people, entry), clerk.body[-2000:])
    clerk.ask('/records')
    check('the registers name the new kind', '表彰公告' in clerk.body or 'Commendation' in clerk.body)
    id_of_entry = entry.split('/')[-1]
    notice = dict(entry=id_of_entry, title='关于表彰人民满意派出所的公告', produced_on='2009-09-28', summary='表彰公告',
                  body='# 一、名单\n\n见下表。', keywords='表彰', honour='人民满意派出所', honoured='0',
                  objections_by='2009-10-31', proposed_by='STAFFONLY', save='yes')
    clerk.send(f'/records/commendation/new?entry={id_of_entry}', '/records/commendation/new', **notice)
    check('its own check is asked: nobody honoured is 422', clerk.code == 422, clerk.code)
    notice['honoured'] = '30'
    path = made(clerk, 'commendation', f'?entry={id_of_entry}', **notice)
    if not check('a notice is drafted', path, clerk.body[-3000:]):
        return
    check('it goes through all hands', through_all_hands(people, path), people['releaser'].body[-3000:])
    for ending, mark in (('.json', '"honoured":30'), ('.csv', '人民满意派出所')):
        clerk.ask('/records/commendation' + ending)
        check(f'the office lists it as {ending}', clerk.code == 200 and mark in clerk.body, clerk.body)
    clerk.ask(path)
    check('its history is beside it', clerk.body.count('releaser') > 0, clerk.body[-3000:])
    number = re.search(r'\b\d{4}-\d{5}\b', clerk.body).group(0)
    address = f'/disclosures/{AGENCY}/{number}'
    for _ in range(100):
        public.ask(address)
        if public.code == 200:
            break
        time.sleep(0.1)
    page = public.body
    check('the public reads it', public.code == 200 and '关于表彰人民满意派出所的公告' in page and '30' in page, page[-3000:])
    public.ask(address + '.json')
    check('as JSON', public.code == 200 and json.loads(public.body) and '"honoured":30' in public.body, public.body)
    check('what is the staff\'s is not in it', 'STAFFONLY' not in page + public.body)
    public.ask('/search?q=' + urllib.parse.quote('人民满意派出所'))
    check('search finds it', number in public.body or address in public.body, public.body[-3000:])
    public.ask('/feed.atom')
    check('the feed has it', address in public.body, public.body)


def main():
    # What git tracks, and what is new and not ignored: the tree as it stands, without its builds.
    os.makedirs(TREE)
    files = subprocess.run(['git', '-C', TOP, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
                           capture_output=True, check=True).stdout
    archive = os.path.join(WORK, 'tree.tar')
    subprocess.run(['tar', '-C', TOP, '--null', '--ignore-failed-read', '-T', '-', '-cf', archive],
                   input=files, check=True)
    subprocess.run(['tar', '-C', TREE, '-xf', archive], check=True)
    if follow(open(os.path.join(TREE, 'docs/first-change.md'), encoding='utf-8').read()):
        program = os.path.join(TREE, 'build', 'gongkai')
        data = make(program)
        server, portal, office = serve(program, data)
        try:
            use(portal, office)
        finally:
            server.send_signal(signal.SIGTERM)
            check('it ends with 0', server.wait(20) == 0, open(os.path.join(WORK, 'log')).read())
    finish()


main()
