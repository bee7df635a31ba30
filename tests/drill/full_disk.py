"""Called by full_disk.sh: WORK is a small file system of its own."""
import os, signal, subprocess, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))
from office import WORK, Browser, check, finish, make, made, serve

GONGKAI = os.environ['GONGKAI']


def fill(path):
    with open(path, 'wb', buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while file.write(b'\0' * size):
                    pass
            except OSError:
                pass


def main():
    data = make(GONGKAI)
    server, portal, office = serve(GONGKAI, data, '/dev/null')
    clerk, public = Browser(office).sign_in('clerk'), Browser(portal)
    path = made(clerk, 'unit', name='交警总队', position='1')
    check('with room it saves', path, clerk.body[-2000:])
    filler = os.path.join(WORK, 'filler')
    fill(filler)
    codes = []
    for i in range(20):  # what the database has in hand is used up first
        clerk.send('/records/unit/new', '/records/unit/new', name=f'单位{i}', functions='x' * 3900)
        codes.append(clerk.code)
        if clerk.code != 200:
            break
    check('a full disk is said with 503', codes[-1] == 503 and ('没有保存' in clerk.body or 'Not saved' in clerk.body),
          f'{codes} {clerk.body[-2000:]}')
    for page in ('/', '/records/unit', path):
        clerk.ask(page)
        check(f'{page.split("/")[1] or "home"} is read', clerk.code == 200, clerk.body[-2000:])
    public.ask('/agencies')
    check('and the public reads', public.code == 200)
    os.remove(filler)
    again = made(clerk, 'unit', name='治安总队', position='2')
    check('with room again it saves', again, clerk.body[-2000:])
    server.send_signal(signal.SIGTERM)
    check('SIGTERM ends it with 0', server.wait(60) == 0)
    done = subprocess.run([GONGKAI, 'ledger', 'verify', data], capture_output=True, text=True)
    check('the ledger verifies', done.returncode == 0, done.stdout)
    finish()


main()
