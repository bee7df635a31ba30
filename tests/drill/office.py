"""usage: office.py KILLS. Releases records one after another through the pages, kills the office at
random moments, and goes on when the parent has started it again. At the end every release that was
acknowledged stands in the verified ledger exactly once, and so does every one that was not, if the
database has it. Then an older office.db comes back, and nothing is signed."""
import os, random, re, shutil, signal, sqlite3, subprocess, sys, threading, time, urllib.error

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from office import WORK, Browser, check, finish, make, made, serve

GONGKAI = os.environ['GONGKAI']
KILLS = int(sys.argv[1])
RECORDS = KILLS * 8
LOG = os.path.join(WORK, 'log')


def office_process(server):
    """The child that is not confined; None while there is none that lives."""
    for child in subprocess.run(['pgrep', '-P', str(server.pid)], capture_output=True, text=True).stdout.split():
        try:
            status = open(f'/proc/{child}/status').read()
        except OSError:
            continue  # the one killed last, buried since it was listed
        if not re.search(r'^State:\s*[ZX]|^Seccomp:\s*2$', status, re.M):
            return int(child)
    return None


def batch(browser, ids, verb):
    for at in range(0, len(ids), 100):
        browser.send('/records/unit', '/records/unit', verb=verb, id=ids[at:at + 100],
                     why='', article='', **{'class': '', 'on': ''})


def ready_to_release(office):
    """Records that stand before the releaser."""
    people = {name: Browser(office).sign_in(name) for name in ('clerk', 'officer', 'reviewer', 'leader')}
    paths = [made(people['clerk'], 'unit', name=f'单位{i}', position=str(i)) for i in range(RECORDS)]
    ids = [path.split('/')[-1] for path in paths]
    batch(people['officer'], ids, 'collate')
    batch(people['officer'], ids, 'submit')
    reviewed = sum(people['reviewer'].review(path) for path in paths)
    batch(people['leader'], ids, 'approve')
    batch(people['officer'], ids, 'file')
    check(f'{RECORDS} records wait for release', reviewed == RECORDS, people['officer'].body[-2000:])
    return paths


class Releasing(threading.Thread):
    def __init__(self, office, paths):
        super().__init__()
        self.browser, self.paths, self.acknowledged, self.office = None, list(paths), [], office

    def run(self):
        while self.paths:
            try:
                self.browser = self.browser or Browser(self.office).sign_in('releaser')
                if self.browser.move(self.paths[0], 'release'):
                    self.acknowledged.append(self.paths[0])
                    self.paths.pop(0)
                elif self.browser.code == 200 and 'value="release"' not in self.browser.body:
                    self.paths.pop(0)  # done, though the answer was lost
                else:
                    self.browser = None
            except (OSError, ValueError, urllib.error.URLError):
                time.sleep(0.02)  # killed just now


def kill_while_running(server, releasing):
    kills = last = 0
    while kills < KILLS and releasing.is_alive():
        time.sleep(random.uniform(0.0, 0.25))
        victim = office_process(server)
        done = len(releasing.acknowledged)
        if victim is None or (kills and done == last):
            continue  # not up again yet: a kill must meet a release
        os.kill(victim, signal.SIGKILL)
        last, kills = done, kills + 1
    return kills


def stop(server):
    server.send_signal(signal.SIGTERM)
    return server.wait(60) == 0


def ask(path, sql):
    with sqlite3.connect(path) as database:
        return database.execute(sql).fetchall()


def verify(data, acknowledged):
    verified = subprocess.run([GONGKAI, 'ledger', 'verify', data], capture_output=True, text=True)
    check('the ledger verifies', verified.returncode == 0, verified.stdout + verified.stderr)
    rebuilt = subprocess.run([GONGKAI, 'portal', 'rebuild', data], capture_output=True, text=True)
    check('the portal is made from it anew', rebuilt.returncode == 0, rebuilt.stderr)
    entries = dict(ask(os.path.join(data, 'portal', 'portal.db'),
                       'SELECT r.id, count(*) FROM portal_record r JOIN portal_act a ON a.record = r.number'
                       ' GROUP BY r.id'))
    ids = [path.split('/')[-1] for path in acknowledged]
    wrong = [one for one in ids if entries.get(one) != 1]
    check(f'{len(ids)} acknowledged releases are in the ledger, each once', ids and not wrong, wrong)
    acts = ask(os.path.join(data, 'office.db'), "SELECT record, count(*), count(ledger_index) FROM act GROUP BY record")
    wrong = [row for row in acts if row[1:] != (1, 1) or entries.get(row[0]) != 1]
    check(f'the {len(acts)} releases that the office knows are the ledger\'s {len(entries)}',
          not wrong and len(acts) == len(entries), wrong)


def older_database(data, older):
    """Last night's office.db beside today's ledger."""
    for ending in ('', '-wal', '-shm'):
        if os.path.exists(os.path.join(data, 'office.db' + ending)):
            os.remove(os.path.join(data, 'office.db' + ending))
    shutil.copy(older, os.path.join(data, 'office.db'))
    before = open(os.path.join(data, 'ledger', 'checkpoint'), 'rb').read()
    server, portal, office = serve(GONGKAI, data)
    releaser, public = Browser(office).sign_in('releaser'), Browser(portal)
    releaser.ask('/records/unit')
    check('with an older database it serves', releaser.code == 200)
    public.ask('/agencies')
    check('and the public reads', public.code == 200)
    time.sleep(2.5)
    stop(server)
    check('but it signs nothing', open(os.path.join(data, 'ledger', 'checkpoint'), 'rb').read() == before)
    check('and says why', 'an older database was restored' in open(LOG).read(), open(LOG).read())


def main():
    data = make(GONGKAI)
    server, _, office = serve(GONGKAI, data)
    paths = ready_to_release(office)
    older = os.path.join(WORK, 'older.db')
    with sqlite3.connect(os.path.join(data, 'office.db')) as database:
        database.execute('VACUUM INTO ?', (older,))
    releasing = Releasing(office, paths)
    releasing.start()
    kills = kill_while_running(server, releasing)
    check(f'the office was killed {kills} times while it released', kills >= KILLS * 3 // 4, open(LOG).read())
    releasing.join(300)
    check('every record was released in the end', not releasing.paths, open(LOG).read())
    time.sleep(2)
    check('SIGTERM ends it with 0', stop(server), open(LOG).read())
    verify(data, releasing.acknowledged)
    older_database(data, older)
    finish()


main()
