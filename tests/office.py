"""For the scripts that use an office as its staff do: an installation, browsers, TAP."""
import http.cookiejar, os, re, subprocess, sys, urllib.error, urllib.parse, urllib.request

WORK = os.environ['WORK']
AGENCY, PASSWORD = '001410239', 'demonstration-2009'
STAFF = ('clerk', 'officer', 'reviewer', 'leader', 'releaser')
count = bad = 0


def check(what, true, said=''):
    global count, bad
    count += 1
    bad += not true
    print(f'{"ok" if true else "not ok"} {count} - {what}', flush=True)
    if not true:
        print(''.join(f'    {line}\n' for line in str(said).splitlines()[-30:]), flush=True)
    return true


def finish():
    sys.exit(1 if bad or not count else 0)


def make(program, data=os.path.join(WORK, 'data')):
    """An installation with one account for each pair of hands; returns its folder."""
    commands = [[program, 'init', data, '--agency', AGENCY]]
    commands += [[program, 'user', 'add', data, name, '--role', name, '--agency', AGENCY] for name in STAFF]
    for command in commands:
        done = subprocess.run(command, input=PASSWORD + '\n', text=True, capture_output=True)
        if done.returncode:
            check(' '.join(command[1:]), False, done.stderr)
    return data


def serve(program, data, log=os.path.join(WORK, 'log')):
    """Starts it; returns the process and its two addresses."""
    server = subprocess.Popen([program, 'serve', data, '--portal', '127.0.0.1:0', '--office', 'localhost:0'],
                              stdout=subprocess.PIPE, stderr=open(log, 'a'), text=True)
    portal, office = (server.stdout.readline().split()[-1] for _ in range(2))
    return server, portal, office


class Browser:
    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def ask(self, path, form=None):
        data = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else None
        request = urllib.request.Request(urllib.parse.urljoin(self.base, path), data=data)
        try:
            answer = self.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        self.code, self.url = answer.getcode(), answer.geturl()
        self.body = answer.read().decode()
        self.path = urllib.parse.urlparse(self.url).path
        return self.body

    def hidden(self, name):
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        return found.group(1) if found else ''

    def send(self, page, to, **form):
        self.ask(page)
        return self.ask(to, {'csrf': self.hidden('csrf'), **form})

    def sign_in(self, name):
        self.send('/sign-in', '/sign-in', next='', kept='', name=name, password=PASSWORD)
        return self

    def move(self, path, verb):
        self.ask(path)
        button = re.search(rf'name="verb" value="{verb}".*?name="version" value="(\d+)"'
                           r'.*?name="edition" value="(\d+)"', self.body, re.S)
        if not button:
            return False
        self.ask(path + '/move', {'csrf': self.hidden('csrf'), 'verb': verb,
                                  'version': button.group(1), 'edition': button.group(2)})
        return self.code == 200

    def review(self, path):
        self.ask(path + '/review')
        form = {'csrf': self.hidden('csrf'), 'version': self.hidden('version'), 'verdict': 'review',
                'why': '', 'article': '令492 第14条', 'class': '', 'on': ''}
        form.update({f'check{i}': 'yes' for i in range(4)})
        self.ask(path + '/review', form)
        return self.code == 200 and not self.path.endswith('/review')


def through_all_hands(people, path):
    return all(people['reviewer'].review(path) if verb == 'review' else people[name].move(path, verb)
               for name, verb in (('officer', 'collate'), ('officer', 'submit'), ('reviewer', 'review'),
                                  ('leader', 'approve'), ('officer', 'file'), ('releaser', 'release')))


def made(clerk, kind, query='', **form):
    page = f'/records/{kind}/new{query}'
    clerk.send(page, f'/records/{kind}/new', **form)
    return clerk.path if re.fullmatch(rf'/records/{kind}/[a-z2-7]{{26}}', clerk.path) else None
