#!/usr/bin/env python3
"""usage: smtp_server.py LOG BEHAVIOUR [CERTIFICATE KEY]
A mail server for tests. Prints its port, then takes one conversation after another, each in a
thread. BEHAVIOUR is a file that is read at each conversation: ok, later (451), never (550 for the
recipient), sender (550 for the sender), greeting (554), deaf (says nothing), silent (takes the
message and never answers), gone (takes it and hangs up). Every message that arrived whole is a line
of JSON in LOG: from, to, data, tls, user, answered.
"""
import base64, json, socket, ssl, sys, threading, time

log_name, behaviour_name, *tls_files = sys.argv[1:]
context = None
if tls_files:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*tls_files)
lock = threading.Lock()


class Talk:
    def __init__(self, connection):
        self.connection = connection
        self.file = connection.makefile('rb')
        self.sender, self.recipients, self.tls, self.user = None, [], False, None
        with open(behaviour_name) as file:
            self.behaviour = file.read().strip()

    def say(self, line):
        self.connection.sendall(line.encode() + b'\r\n')

    def start_tls(self):
        self.say('220 go on')
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile('rb')
        self.tls = True

    def take_data(self):
        self.say('354 go on')
        data = b''
        while (line := self.file.readline()) != b'.\r\n':
            if not line:
                return False
            data += line[1:] if line.startswith(b'.') else line
        answered = self.behaviour not in ('silent', 'gone')
        with lock, open(log_name, 'a') as log:
            log.write(json.dumps({'from': self.sender, 'to': self.recipients, 'tls': self.tls,
                                  'user': self.user, 'answered': answered,
                                  'data': data.decode('latin-1')}) + '\n')
        if self.behaviour == 'silent':
            time.sleep(600)
        if answered:
            self.say('250 taken')
        return answered

    def answer(self, line):
        verb = line[:4].upper()
        if verb == 'EHLO':
            self.say('250-test')
            if context and not self.tls:
                self.say('250-STARTTLS')
            self.say('250 AUTH PLAIN')
        elif verb == 'STAR' and context:
            self.start_tls()
        elif verb == 'AUTH':
            parts = line.split()
            if len(parts) == 2:
                self.say('334 ')
                parts.append(self.file.readline().decode().strip())
            self.user = base64.b64decode(parts[2]).decode().replace('\0', ' ').strip()
            self.say('235 welcome')
        elif verb == 'MAIL':
            self.sender = line[10:].strip()
            self.say('550 not you' if self.behaviour == 'sender' else '250 ok')
        elif verb == 'RCPT':
            self.recipients.append(line[8:].strip())
            self.say({'later': '451 not now', 'never': '550 nobody here'}.get(self.behaviour, '250 ok'))
        elif verb == 'DATA':
            return self.take_data()
        elif verb == 'QUIT':
            self.say('221 bye')
            return False
        else:
            self.say('250 ok')
        return True

    def run(self):
        if self.behaviour == 'deaf':
            time.sleep(600)
        self.say('554 go away' if self.behaviour == 'greeting' else '220 test')
        while line := self.file.readline():
            if not self.answer(line.decode('latin-1').strip()):
                break
        self.connection.shutdown(socket.SHUT_RDWR)


def run(connection):
    try:
        Talk(connection).run()
    except (OSError, ssl.SSLError):
        pass
    connection.close()


listener = socket.create_server(('127.0.0.1', 0), backlog=50)
sys.stdout.write(f'{listener.getsockname()[1]}\n')
sys.stdout.flush()
while True:
    threading.Thread(target=run, args=listener.accept()[:1], daemon=True).start()
