"""One application as people meet it: filed on the portal by a plain POST without JavaScript, confirmed by both,
registered, corrected, a third party asked, the term extended, answered in part by a sealed letter, read and fetched
with the code, reconsidered, and answered again. At each step the dates are those of `gongkai due`, the code's page
tells the citizen, the ledger holds the case line and nobody's name, and one person holds the file.
"""
import datetime, email, email.header, glob, html, http.client, json, os, re, signal, sqlite3, subprocess, sys, threading, time, urllib.error, urllib.parse, urllib.request, uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from office import AGENCY, PASSWORD, WORK, Browser, check, finish, made, make, serve, through_all_hands

GONGKAI = os.environ['GONGKAI']
CODE = r'(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}'
SITE = 'https://ga.example.org'
COLUMNS = ('title serial_year serial applicant_kind regime channel received_on due_on closed_on outcome row article'
           ' reconsiderations suits')
# Unique, and in every field and file that a person fills in or is told: none may be where others look.
CANARY = {'name': '丹顶鹤甲', 'identity_number': '230102197001010017', 'phone': '13800001111',
          'email': 'crane@example.org', 'address': '丹顶鹤路7号', 'agent_name': '丹顶鹤乙',
          'agent_identity_number': '230102197001010025', 'agent_phone': '13800002222',
          'sought': '丹顶鹤路的路面监控设备清单', 'assistance': '丹顶鹤需要大字'}
LATER = {'supplement': '补正丹顶鹤路只要2025年的', 'party': '丹顶鹤科技有限公司', 'contact': '丹顶鹤大厦9楼',
         'question': '贵公司丹顶鹤型号清单可否公开', 'objection': '丹顶鹤型号是商业秘密', 'grounds': '丹顶鹤认为应当全部公开',
         'scan': 'CRANE-IN-THE-SCAN', 'photograph': 'CRANE-IN-THE-PHOTOGRAPH', 'file': '丹顶鹤身份证.jpg',
         'evidence': 'CRANE-IN-THE-EVIDENCE', 'released': 'CRANE-IN-WHAT-IS-DELIVERED', 'proof': '丹顶鹤甲签收'}
SECRETS = sorted({*CANARY.values(), *LATER.values(), '丹顶鹤'})


class Citizen(Browser):
    """No script, no account; forms may carry files."""

    def send_form(self, to, form, files=()):
        mark = uuid.uuid4().hex
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in form.items()]
        for field, name, media, data in files:
            head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\nContent-Type: {media}\r\n\r\n'
            parts.append(head.encode() + data + b'\r\n')
        body = b''.join(parts) + f'--{mark}--\r\n'.encode()
        request = urllib.request.Request(self.base + to, data=body, headers={
            'Content-Type': f'multipart/form-data; boundary={mark}'})
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        self.code, self.raw = answer.getcode(), answer.read()
        self.body = self.raw.decode(errors='replace')
        return self.body

    def fetch(self, to, **form):
        """A POST whose answer is a file."""
        return self.send_form(to, form) and self.raw


def text_of(page):
    """What is read: without the navigation, in one line."""
    main = re.search(r'<main.*?</main>', page, re.S)
    return re.sub(r'\s+', ' ', html.unescape(re.sub(r'<[^>]+>', ' ', main.group(0) if main else page)))


def in_words(day):
    date = datetime.date.fromisoformat(day)
    return f'{date.year}年{date.month}月{date.day}日'


def until(what, seconds=20):
    for _ in range(seconds * 10):
        found = what()
        if found:
            return found
        time.sleep(0.1)
    return what()


class Post:
    """A mail server, and what it was given."""

    def __init__(self):
        self.log, behaviour = os.path.join(WORK, 'mail'), os.path.join(WORK, 'behaviour')
        open(self.log, 'w').close()
        with open(behaviour, 'w') as file:
            file.write('ok')
        self.server = subprocess.Popen([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'smtp_server.py'),
                                        self.log, behaviour], stdout=subprocess.PIPE, text=True)
        self.port = int(self.server.stdout.readline())

    def messages(self):
        return [json.loads(line) for line in open(self.log)]


class Town:
    """The installation, its people, and what only the office sees."""

    def __init__(self):
        self.data = make(GONGKAI)
        for name, role in (('second', 'clerk'), ('deputy', 'officer'), ('overseer', 'supervisor'), ('admin', 'admin')):
            subprocess.run([GONGKAI, 'user', 'add', self.data, name, '--role', role, '--agency', AGENCY],
                           input=PASSWORD + '\n', text=True, capture_output=True, check=True)
        self.post = Post()
        with open(os.path.join(self.data, 'gongkai.yaml')) as file:
            settings = file.read().replace('  proxied: "no"', '  proxied: "yes"', 1).replace('  base: ""', f'  base: "{SITE}"')
        with open(os.path.join(self.data, 'gongkai.yaml'), 'w') as file:
            file.write(settings + f'notify:\n  smtp: smtp://127.0.0.1:{self.post.port}\n  tls: "no"\n  from: office@example.org\n')
        self.start()

    def start(self):
        self.server, self.portal, self.desk = serve(GONGKAI, self.data)
        self.office = sqlite3.connect(os.path.join(self.data, 'office.db'), timeout=20)
        self.people = {}

    def stop(self):
        self.office.close()
        self.server.send_signal(signal.SIGTERM)
        self.server.wait()
        self.post.server.kill()

    def __getitem__(self, name):
        if name not in self.people:
            self.people[name] = Browser(self.desk).sign_in(name)
        return self.people[name]

    def row(self, sql, *values):
        found = self.office.execute(sql, values).fetchone()
        return found if found else (None,)

    def value(self, sql, *values):
        return self.row(sql, *values)[0]

    def field(self, path, name):
        kind, record = path.split('/')[-2:]
        found = self.value(f'SELECT "{name}" FROM "{kind}" WHERE id = ? AND newest = 1', record)
        return found

    def day(self, path, name):
        days = self.field(path, name)
        return None if days is None else (datetime.date(1970, 1, 1) + datetime.timedelta(days)).isoformat()

    def act(self, who, path, verb, **form):
        """An act with a page of its own; the answer's status, as the page left it."""
        kind, record = path.split('/')[-2:]
        address = f'/acts/{kind}/{record}/{verb}'
        person = self[who]
        person.ask(address)
        person.ask(address, {'csrf': person.hidden('csrf'), 'version': person.hidden('version'), **form})
        return person.code == 200 and '/acts/' not in person.path

    def press(self, who, path, verb, **more):
        """An act that is a button."""
        person = self[who]
        person.ask(path)
        button = re.search(rf'name="verb" value="{verb}".*?name="version" value="(\d+)".*?name="edition" value="(\d+)"',
                           person.body, re.S)
        if not button:
            return False
        person.ask(path + '/move', {'csrf': person.hidden('csrf'), 'verb': verb, 'version': button.group(1),
                                    'edition': button.group(2), **more})
        return person.code == 200

    def upload(self, who, page, to, name, media, data):
        person = self[who]
        person.ask(page)
        mark = uuid.uuid4().hex
        version = re.search(rf'action="{re.escape(to)}".*?name="version" value="(\d+)"', person.body, re.S)
        fields = {'csrf': person.hidden('csrf'), 'version': version.group(1) if version else '0'}
        body = ''.join(f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                       for key, value in fields.items()).encode()
        body += (f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                 f'Content-Type: {media}\r\n\r\n').encode() + data + f'\r\n--{mark}--\r\n'.encode()
        request = urllib.request.Request(person.base + to, data=body, headers={
            'Content-Type': f'multipart/form-data; boundary={mark}'})
        try:
            answer = person.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        person.code, person.body = answer.getcode(), answer.read().decode(errors='replace')
        return person.code == 200

    def made(self, who, kind, **form):
        self[who].send(f'/records/{kind}/new', f'/records/{kind}/new', save='yes', **form)
        return self[who].path if re.fullmatch(rf'/records/{kind}/[a-z2-7]{{26}}', self[who].path) else None

    def letter(self, application, template):
        found = self.value("SELECT id FROM letter WHERE application = ? AND template = ? AND newest = 1"
                           " AND state <> 'dropped' ORDER BY changed_at DESC", application.split('/')[-1], template)
        return found and f'/records/letter/{found}'

    def serve_notice(self, application, template, method='page', proof=''):
        letter = self.letter(application, template)
        return bool(letter) and self.press('officer', letter, 'sign') and \
            self.act('clerk', letter, 'serve', on='', method=method, proof=proof)


def prepare(town):
    agency = '/records/agency/' + town.value("SELECT id FROM agency WHERE newest = 1")
    officer = town['clerk']
    officer.ask(agency + '/edit')
    form = {name: html.unescape(value) for name, value in
            re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', officer.body)}
    form.update({'name': '黑龙江省公安厅', 'phone': '0451-82696114', 'address': '哈尔滨市南岗区中山路145号',
                 'level': 'province', 'functions': '公安工作', 'since': '2004-01-01', 'save': 'yes'})
    for gone in ('csrf',):
        form.pop(gone, None)
    officer.ask(agency + '/edit', {'csrf': officer.hidden('csrf'), **form})
    ok = check('the agency is released', through_all_hands(town.people | {n: town[n] for n in (
        'officer', 'reviewer', 'leader', 'releaser')}, agency), officer.body[-1500:])
    order = town.made('clerk', 'standing_order', title='依申请公开登记行常设公开令', query='case-lines', columns=COLUMNS,
                      hide_kind_below='', body='每登记、办结一件申请，公开一行登记信息。')
    return ok and check('the standing order is released by all hands', order and through_all_hands(town.people, order),
                        town['clerk'].body[-1500:])


def file_application(town, citizen):
    """What a phone without JavaScript sends; returns the code."""
    until(lambda: citizen.ask('/apply/form') and citizen.code == 200)
    nonce = citizen.hidden('nonce')
    form = {**CANARY, 'agency': AGENCY, 'nonce': nonce, 'looked': 'yes', 'sort': 'disclosure', 'supply': 'email',
            'delivery': 'page', 'applicant_kind': 'natural', 'identity_kind': 'id-card', 'purpose': '', 'language': ''}
    form = {name: value for name, value in form.items() if f'name="{name}"' in citizen.body or name == 'language'}
    form.pop('language')
    photograph = b'\xff\xd8\xff\xe0' + LATER['photograph'].encode() + os.urandom(15 << 20)
    files = [('files', LATER['file'], 'image/jpeg', photograph)]
    citizen.send_form('/apply/form', form, files)
    page = text_of(citizen.body)
    code = re.search(CODE, citizen.body)
    if not check('an application with a photograph of 15 MB is filed by POST', citizen.code == 200 and code, page[-1500:]):
        return None
    code, first = code.group(0), citizen.body
    check('the receipt says when, to the second, and how many files', re.search(r'\d日 \d\d:\d\d:\d\d', page) and
          '收到附件1个' in page, page)
    citizen.send_form('/apply/form', form, files)
    check('sent twice, it is one application with one receipt', citizen.code == 200 and code in citizen.body and
          '没有重复提交' in citizen.body, text_of(citizen.body))
    citizen.send_form('/apply/form', {**form, 'sought': form['sought'] + '，以及预算'}, files)
    check('an edited repeat is told to use a supplement', citizen.code == 409 and '补充' in text_of(citizen.body) and
          code not in citizen.body, (citizen.code, text_of(citizen.body)))
    citizen.body = first
    citizen.ask('/receipt/confirm', {'code': code, 'nonce': re.search(
        r'action="/receipt/confirm".*?name="nonce" value="([^"]*)"', first, re.S).group(1), 'agency': AGENCY})
    check('the applicant confirms on the receipt page', citizen.code == 200, text_of(citizen.body))
    return code


class Case:
    """The application under way: the office's record, the citizen's code."""

    def __init__(self, town, citizen, code):
        self.town, self.citizen, self.code = town, citizen, code
        self.path = None
        self.events = []  # as given to `gongkai due`

    def state(self):
        return self.town.field(self.path, 'state')

    def due(self):
        """What `gongkai due` says of the same days."""
        day = {name: self.town.day(self.path, name) for name in ('arrived_on', 'confirmed_on', 'agency_confirmed_on')}
        command = [GONGKAI, 'due', '--regime', 'cn-2019', '--received', day['arrived_on'], '--channel', 'web',
                   '--arrived', day['arrived_on'], '--confirmed', max(day['confirmed_on'], day['agency_confirmed_on'])]
        for event in self.events:
            command += ['--event', event]
        return json.loads(subprocess.run([*command, '--json'], capture_output=True, check=True, text=True).stdout)

    def page(self, holds='', seconds=20):
        """The code's page, once its capsule says so."""
        def read():
            self.citizen.ask('/receipt', {'code': self.code})
            return self.citizen.code == 200 and holds in text_of(self.citizen.body)
        until(read, seconds)
        return text_of(self.citizen.body)

    def tells(self, what, holds, *more):
        page = self.page(holds)
        return check(f'the code tells: {what}', all(part in page for part in (holds, *more)), page)

    def dates_agree(self, when):
        """The register's dates and the page's, day by day, are the law's."""
        due, town = self.due(), self.town
        stored = {name: town.day(self.path, name) for name in ('received_on', 'due_on', 'extended_due_on')}
        check(f'{when}: the register holds the dates of `gongkai due`', stored == {
            'received_on': due['receipt'], 'due_on': due['due'], 'extended_due_on': due.get('extended_due')},
            (stored, due))
        page = self.page(in_words(due.get('extended_due') or due['due']))
        trace = re.search(r'<table class="data trace">.*?</table>', self.citizen.body, re.S)
        rows = re.findall(r'datetime="(\d{4}-\d\d-\d\d)".*?<td class="number">(\d+|–)</td>', trace.group(0), re.S) if trace else []
        days = [(day['date'], str(day['n']) if day['counted'] else '–') for day in due['days']]
        check(f'{when}: the citizen sees them, and every day of the trace', in_words(due['due']) in page and rows == days,
              (in_words(due['due']), rows[:40], days[:40]))
        desk = town['clerk'].ask(self.path)
        check(f'{when}: so does the desk', in_words(due['due']) in text_of(desk), text_of(desk)[:1500])

    def held_by(self, name):
        label = text_of(self.town['clerk'].ask(self.path))
        return re.search(rf'经办人 ?{name} ', label) is not None or re.search(rf'{name}\s+自 ', label) is not None

    def line(self):
        """The case line in the public ledger, as anyone reads it."""
        number = self.town.field(self.path, 'number')
        address = f'/applications/{AGENCY}/{number}'
        public = Citizen(self.town.portal)
        until(lambda: public.ask(address + '.json') and public.code == 200)
        return json.loads(public.body) if public.code == 200 else {}


def open_case(town, citizen, code):
    """The office takes the sealed letter, both halves of the confirmation stand, and it is registered."""
    case = Case(town, citizen, code)
    record = until(lambda: town.value('SELECT id FROM application WHERE confirmed_on IS NOT NULL'))
    if not check('the office opens the letter and the confirmation', record, town.row('SELECT * FROM intake_letter')):
        return None
    case.path = f'/records/application/{record}'
    check('one application of two letters sent', town.value('SELECT COUNT(*) FROM application') == 1)
    case.tells('not yet counted, and why', '等待双方确认', '期限尚未开始计算')
    officer = town['officer']
    page = text_of(officer.ask(case.path))
    check('the desk shows it red until the office confirms', '本机关' in page and '尚未' in page, page)
    check('what helps the applicant stands by its own name', re.search(
        '需要的帮助.{0,40}' + CANARY['assistance'], page) is not None, page)
    original = re.search(r'href="(/applications/[^"]*/originals/[^"]*)"', officer.body)
    sent = officer.opener.open(officer.base + original.group(1)).read() if original else b''
    check('the photograph is whole', LATER['photograph'].encode() in sent and len(sent) > 15 << 20, len(sent))
    check('the office confirms: it is received', town.act('officer', case.path, 'confirm', on='') and
          case.state() == 'received', officer.body[-1500:])
    check('it is registered with the first number of the year', town.press('officer', case.path, 'register') and
          case.state() == 'registered' and town.field(case.path, 'serial') == 1, town['officer'].body[-1500:])
    check('one person holds it, and the page says who and since when',
          '经办' in text_of(town['clerk'].ask(case.path)) and town.field(case.path, 'holder') ==
          town.value("SELECT id FROM staff WHERE name = 'officer'"), text_of(town['clerk'].body)[:800])
    check('the receipt letter is signed and served', town.serve_notice(case.path, 'receipt'))
    case.tells('registered, and the receipt letter', '2026年第1号'.replace('2026', str(town.field(case.path, 'serial_year'))), '已经登记')
    case.dates_agree('registered')
    line = case.line()
    check('its line is public', line, line)
    return case


def today(town):
    return town.value("SELECT date(MAX(changed_at) / 1000, 'unixepoch', '+8 hours') FROM application")


def correction(town, case):
    check('the office asks for a correction', town.act('officer', case.path, 'ask-correction', items='请写明年份', days='') and case.state() == 'correcting', town['officer'].body[-1500:])
    desk = town['officer'].ask('/')
    letter = town.letter(case.path, 'correction-notice')
    check('the notice waits on the desk until it is served', letter in desk and
          in_words(town.day(case.path, 'correction_notice_by')) in text_of(desk), text_of(desk)[:1500])
    check('the letter says what, and by when it lapses', town.serve_notice(case.path, 'correction-notice'),
          town['clerk'].body[-1500:])
    case.events.append(f'correction-notice:{today(town)}')
    lapses = in_words(town.day(case.path, 'lapses_after'))
    case.tells('what is to be corrected, and by when', '请写明年份', lapses)
    citizen = case.citizen
    nonce = re.search(r'action="/receipt/supplement".*?name="nonce" value="([^"]*)"', citizen.body, re.S)
    citizen.send_form('/receipt/supplement', {'code': case.code, 'nonce': nonce.group(1) if nonce else '',
                                              'text': LATER['supplement']},
                      [('files', '证明.png', 'image/png', b'\x89PNG\r\n\x1a\n' + LATER['evidence'].encode())])
    check('the applicant supplements with the code', citizen.code == 200, text_of(citizen.body))
    check('and the file is in hand again', until(lambda: case.state() == 'registered'), case.state())
    case.events.append(f'correction-received:{today(town)}')
    check('the text is with the file', LATER['supplement'] in town['officer'].ask(case.path), text_of(town['officer'].body))
    case.dates_agree('corrected: a new clock')
    check('a second correction is refused with its article', not town.act(
        'officer', case.path, 'ask-correction', items='再来一次', days='') and
        '第30条' in town['officer'].body, text_of(town['officer'].body))


def third_party(town, case):
    consultation = town.made('clerk', 'consultation', application=case.path.split('/')[-1], sort='third-party',
                             party=LATER['party'], contact=LATER['contact'], question=LATER['question'])
    if not check('a consultation is drafted', consultation, town['clerk'].body[-1500:]):
        return
    clerk = town['clerk']
    address = f'/acts/consultation/{consultation.split("/")[-1]}/send'
    clerk.ask(address)
    clerk.ask(address, {'csrf': clerk.hidden('csrf'), 'version': clerk.hidden('version')})
    code = re.search(CODE, clerk.body)
    if not check('it is sent, and its own code is shown once', code and case.state() == 'consulting', text_of(clerk.body)):
        return
    check('its letter is signed and served', town.serve_notice(case.path, 'third-party-consultation'))
    case.events.append(f'third-party-served:{today(town)}')
    by = in_words(town.day(consultation, 'answer_by'))
    party = Citizen(town.portal)
    until(lambda: party.ask('/reply', {'code': code.group(0)}) and party.code == 200 and 'reply/file' in party.body)
    page = text_of(party.body)
    check('the third party reads its letter and its term', by in page and LATER['question'] in page, page)
    others = [secret for secret in CANARY.values() if secret in party.body]
    check('and nothing of the applicant', not others, others)
    check('its code does not open the application', party.ask('/receipt', {'code': code.group(0)}) and party.code == 422)
    check("nor the applicant's code the consultation", party.ask('/reply', {'code': case.code}) and party.code == 422)
    case.tells('a third party is being asked, and not which', '第三方')
    check('the applicant is not told who', not [secret for secret in ('party', 'contact', 'question')
                                                if LATER[secret] in case.citizen.body])
    party.ask('/reply', {'code': code.group(0)})
    party.send_form('/reply/answer', {'code': code.group(0), 'nonce': party.hidden('nonce'), 'answer': 'refuses',
                                      'reasons': LATER['objection']},
                    [('files', '证据.png', 'image/png', b'\x89PNG\r\n\x1a\n' + LATER['evidence'].encode())])
    check('it answers with its code', party.code == 200, text_of(party.body))
    check('and the file is in hand again', until(lambda: case.state() == 'registered') and
          town.field(consultation, 'answer') == 'refuses', case.state())
    case.events.append(f'third-party-answered:{today(town)}')
    case.dates_agree('the third party has answered')


def extension(town, case):
    check('an officer cannot extend', not town.act('officer', case.path, 'extend', why='材料较多'))
    check('the approver extends, with a reason', town.act('leader', case.path, 'extend', why='需要查找的材料较多') and
          town.day(case.path, 'extended_due_on'), town['leader'].body[-1500:])
    case.events.append(f'extended:{today(town)}')
    check('the applicant is told by letter', town.serve_notice(case.path, 'extension'))
    case.dates_agree('extended')
    case.tells('the extension and why', '需要查找的材料较多')
    check('a second extension is refused with its article', not town.act(
        'leader', case.path, 'extend', why='再延一次') and '第33条' in town['leader'].body,
        text_of(town['leader'].body)[:600])


SCAN = b'%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj ' \
    b'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n%' + LATER['scan'].encode() + \
    b'\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n'
SCAN += b'%d\n%%%%EOF\n' % SCAN.index(b'xref')


def answer(town, case, outcome, why, scan=True):
    """Drafted, reviewed, approved and served by four persons; the sealed scan is what is served."""
    check(f'the clerk drafts the answer: {outcome}', town.act('clerk', case.path, 'draft-answer', outcome=outcome, article='',
                                                             item='', why=why) and case.state() == 'answer-drafted',
          text_of(town['clerk'].body)[:1500])
    letter = town.letter(case.path, outcome)
    data = LATER['released'].encode() + b'\n'
    check('what is delivered goes with the letter', letter and town.upload(
        'clerk', letter, letter + '/files', '清单.txt', 'text/plain', data), text_of(town['clerk'].body)[:1500])
    check('who drafted does not review', not town.press('clerk', case.path, 'review-answer'))
    check('the reviewer reviews', town.press('reviewer', case.path, 'review-answer') and
          case.state() == 'answer-reviewed', text_of(town['reviewer'].body)[:1500])
    check('the leader approves, which signs the letter', town.press('leader', case.path, 'approve-answer') and
          case.state() == 'answer-approved' and town.field(letter, 'number'), text_of(town['leader'].body)[:1500])
    if scan:
        scan_path = letter.replace('/records/letter', '/letters') + '/scan'
        for what, bad in (('is cut off', SCAN[:-20]), ('holds a script', SCAN.replace(b'/MediaBox', b'/AA<</S/JavaScript>>/MediaBox')),
                          ('is a text', b'%PDF-1.4 sealed')):
            check(f'a scan that {what} is refused with a sentence', not town.upload(
                'officer', letter, scan_path, '盖章.pdf', 'application/pdf', bad) and 'PDF' in town['officer'].body,
                text_of(town['officer'].body)[:600])
        check('the sealed scan is attached, its hash recorded', town.upload(
            'officer', letter, letter.replace('/records/letter', '/letters') + '/scan', '盖章.pdf', 'application/pdf', SCAN) and
            town.field(letter, 'scan_sha256'), text_of(town['officer'].body)[:1500])
    check('it is served by the page', town.act('clerk', case.path, 'serve-answer', on='', method='page',
                                               proof=LATER['proof']) and case.state() == 'answered',
          text_of(town['clerk'].body)[:1500])
    return letter


def downloads(case):
    """What the code's page offers, fetched."""
    forms = re.findall(r'action="/receipt/file".*?name="file" value="(\d+)"', case.citizen.body, re.S)
    return [case.citizen.fetch('/receipt/file', code=case.code, file=file) for file in forms]


def partial(town, case):
    part = town.made('clerk', 'withheld_part', application=case.path.split('/')[-1], part='第3列设备型号', exemption='trade-secret',
                     article='令711 第15条')
    check('a withheld part names reason and article', part, text_of(town['clerk'].body)[:1500])
    answer(town, case, 'partial', '型号属于商业秘密')
    case.events.append(f'answered:{today(town)}')
    page = case.page('部分公开')
    case.tells('the outcome, each withheld part, its reason and article', '部分公开', '第3列设备型号', '第15条')
    files = downloads(case)
    check('with the code the letter is the sealed scan, and the rest is there', SCAN in files and
          any(LATER['released'].encode() in data for data in files), [data[:60] for data in files])
    check('a remedy is named, with body and term', '行政复议' in page and '60' in page, page)
    line = until(lambda: (lambda line: line.get('closed_on') and line)(case.line()))
    check('its line is closed: outcome, row, article', line and line['outcome'] == 'partial' and line['row'] == '3.2' and
          line['closed_on'] == today(town), case.line())


def remedy(town, case):
    citizen = case.citizen
    case.page('部分公开')
    form = re.search(r'<form[^>]*action="/receipt/review".*?</form>', citizen.body, re.S)
    if not check('the page takes a reconsideration', form and 'value="reconsideration"' in form.group(0), form):
        return
    nonce = re.search(r'name="nonce" value="([^"]*)"', form.group(0)).group(1)
    citizen.send_form('/receipt/review', {'code': case.code, 'nonce': nonce, 'remedy': 'reconsideration',
                                          'reasons': LATER['grounds']})
    check('the applicant asks with the code', citizen.code == 200, text_of(citizen.body))
    found = until(lambda: town.value('SELECT id FROM remedy'))
    case.tells('the reconsideration is filed', '行政复议')
    path = f'/records/remedy/{found}'
    check('it is on the desk, with its grounds', found and LATER['grounds'] in town['officer'].ask(path), town['officer'].body[-900:])
    check('"corrected" reopens the application', town.act('officer', path, 'conclude', on='', result='corrected', again='yes') and
          case.state() == 'registered', text_of(town['officer'].body)[:1500])
    closed = town.row('SELECT closed_on, outcome, "row", article FROM application')
    case.tells('that it is to be answered again, by when', in_words(town.day(case.path, 'due_on')))
    strike = town.value("SELECT id FROM withheld_part")
    check('what is withheld no longer is struck', town.press('clerk', f'/records/withheld_part/{strike}', 'strike', why='复议纠正'))
    answer(town, case, 'granted', '', scan=False)
    check('the first closing stays', town.row('SELECT closed_on, outcome, "row", article FROM application') == closed and
          town.field(case.path, 're_outcome') == 'granted', closed)
    case.tells('the second answer', '予以公开')
    line = case.line()
    check('its line still counts once', line['row'] == '3.2' and line['outcome'] == 'partial', line)


def told(town):
    """For each letter that was served a mail, and in it nobody but the address."""
    served = town.value("SELECT COUNT(*) FROM letter WHERE state = 'served' AND consultation = ''")
    until(lambda: len(town.post.messages()) >= served)
    mails = town.post.messages()
    check('each letter that was served is told by e-mail, once', served > 4 and len(mails) == served and
          all(mail['to'] == [f'<{CANARY["email"]}>'] or CANARY['email'] in str(mail['to']) for mail in mails), (served, mails[:2]))
    texts = [email.message_from_string(mail['data']) for mail in mails]
    bodies = [text.get_payload(decode=True).decode() for text in texts]
    subjects = [str(email.header.make_header(email.header.decode_header(text['Subject']))) for text in texts]
    found = [secret for secret in SECRETS if secret != CANARY['email'] for text in bodies + subjects if secret in text]
    check('it names the site, and nothing of the matter', not found and SITE in bodies[0] and
          '2026年第' not in bodies[0] + subjects[0], (found, subjects[:1], bodies[:1]))
    # The row is emptied once the server has said that it took the message: a moment after it came.
    check('and nothing of it is kept', until(
        lambda: town.value("SELECT COUNT(*) FROM outbox WHERE recipient || subject || body <> ''") == 0))


def guessing(town, case):
    """Wrong and unknown look alike, and nobody goes on guessing: neither from one address, nor one code from many."""
    guesser = Citizen(town.portal)
    answers = set()
    for last in '234567':  # one of an alphabet is right as a check character, most are not
        guesser.opener.addheaders = [('X-Forwarded-For', f'192.0.2.{last}')]
        code = '2345-6789-CEFH-JKMN-PRTW-XY2' + last
        guesser.ask('/receipt', {'code': code})
        answers.add((guesser.code, guesser.body.replace(code, '')))
    check('wrong and unknown codes look alike', len(answers) == 1 and next(iter(answers))[0] == 422, answers)

    def tries(address, code, most):
        for n in range(most):
            guesser.opener.addheaders = [('X-Forwarded-For', address(n))]
            guesser.ask('/receipt', {'code': code(n)})
            if '次数过多' in guesser.body:
                return n
        return most
    typed = '{:04d}-6789-CEFH-JKMN-PRTW-XY22'
    one = tries(lambda n: '203.0.113.5', lambda n: typed.format(2222 + n), 90)
    check('from one address guessing ends, later than honest mistakes', 30 <= one < 90, one)
    guesser.ask('/receipt', {'code': case.code})
    check('and even the right code tells it nothing then', guesser.code == 422 and '次数过多' in guesser.body)
    many = tries(lambda n: f'198.51.100.{n}', lambda n: typed.format(5555), 90)
    check('from many addresses at one code, too', 5 <= many < 60, many)
    guesser.opener.addheaders = [('X-Forwarded-For', '203.0.113.77')]
    guesser.ask('/receipt', {'code': case.code})
    check('others are not held up', guesser.code == 200)


def killed(town):
    """Whatever dies in between, each letter with a receipt becomes one application, and its code opens it."""
    citizen, codes, dead = Citizen(town.portal), [], threading.Event()

    def fell():
        time.sleep(0.4)
        for child in subprocess.run(['pgrep', '-P', str(town.server.pid)], capture_output=True, text=True).stdout.split():
            os.kill(int(child), signal.SIGKILL)
        town.server.kill()
        dead.set()
    threading.Thread(target=fell).start()
    while not dead.is_set():
        try:
            citizen.ask('/apply/form')
            form = {'agency': AGENCY, 'nonce': citizen.hidden('nonce'), 'looked': 'yes', 'anyway': 'yes', 'sort': 'disclosure',
                    'sought': f'断电测试{len(codes)}'}
            citizen.send_form('/apply/form', form, [('files', 'a.png', 'image/png', os.urandom(4096))])
        except (OSError, http.client.HTTPException):
            break
        if citizen.code == 200:
            codes.append(re.search(CODE, citizen.body).group(0))
    town.server.wait()
    town.office.close()
    town.start()
    opened = Citizen(town.portal)
    found = [code for code in codes if until(lambda: opened.ask('/receipt', {'code': code}) and opened.code == 200)]
    rows = town.office.execute("SELECT sought, COUNT(*) FROM application WHERE sought LIKE '断电测试%' GROUP BY sought").fetchall()
    check(f'after kill -9 each of {len(codes)} receipts opens its application', codes and found == codes, (codes, found))
    check('and none was taken twice', len(rows) >= len(codes) and all(count == 1 for _, count in rows), rows)
    check('no letter is held', not os.listdir(os.path.join(town.data, 'intake', 'held')))


def crawl(browser, start, most=250):
    """Every page within reach, and its twins; where a secret stands."""
    seen, todo, found = set(start), list(start), []
    while todo and len(seen) < most:
        path = todo.pop(0)
        request = urllib.request.Request(urllib.parse.urljoin(browser.base, urllib.parse.quote(path, safe='/?&=%;+,:-._~')))
        try:
            answer = browser.opener.open(request, timeout=20)
        except urllib.error.HTTPError as error:
            answer = error
        data = answer.read().decode(errors='replace')
        told = html.unescape(data) + json.dumps(dict(answer.headers))
        found += [(path, secret) for secret in SECRETS if secret in told]
        for link in re.findall(r'href="(/[^"#]*)"', data):
            link = html.unescape(link)
            twins = [link] + ([link + '.json', link + '.csv'] if re.fullmatch(r'/(records|applications|disclosures)[^?.]*', link) else [])
            fresh = [one for one in twins if one not in seen and 'sign-out' not in one and '/static/' not in one]
            seen.update(fresh)
            todo += fresh
    return found, len(seen)


def nobody_else(town):
    """What may not read persons reads none; what is public holds none."""
    for folder in ('portal', 'ledger', 'capsule', 'intake'):
        names = [name for name in glob.glob(os.path.join(town.data, folder, '**'), recursive=True) if os.path.isfile(name)]
        found = [(name, secret) for name in names for data in [open(name, 'rb').read()] for secret in SECRETS
                 if secret.encode() in data]
        check(f'{folder}/ holds nobody', not found and (names or folder == 'intake'), found[:5] or 'no file')
    log = open(os.path.join(WORK, 'log'), encoding='utf-8', errors='replace').read()
    check('nor does the log', not [secret for secret in SECRETS if secret in log], log[-500:])
    found, count = crawl(Browser(town.portal), ['/', '/apply', '/applications', '/feed.xml', '/sitemap.xml', '/search?q=丹顶鹤'])
    found = [one for one in found if not one[0].startswith('/search')]
    check(f'nor do {count} public pages', not found and count > 10, found[:5])
    for name in ('releaser', 'overseer', 'admin'):
        found, count = crawl(town[name], ['/', '/applications', '/late', '/records', '/find?q=丹顶鹤', '/records/application',
                                          '/records/letter', '/records/consultation', '/records/remedy', '/records/fee_notice',
                                          '/records/application_event', '/records/withheld_part', '/records/search_task'])
        found = [one for one in found if not one[0].startswith('/find')]
        check(f'nor do {count} pages of the {name}', not found, found[:8])
        town[name].ask('/find?q=' + urllib.parse.quote('丹顶鹤'))
        check('who looks for a person finds no file', '/records/application/' not in town[name].body, text_of(town[name].body))


def main():
    town = Town()
    try:
        if prepare(town):
            citizen = Citizen(town.portal)
            code = file_application(town, citizen)
            case = code and open_case(town, citizen, code)
            if case:
                correction(town, case)
                third_party(town, case)
                extension(town, case)
                partial(town, case)
                remedy(town, case)
                told(town)
                killed(town)
                guessing(town, case)
                nobody_else(town)
    finally:
        town.stop()
    finish()


if __name__ == "__main__":
    main()
