"""What the checks share: the files of the repository, and C without comments or strings."""
import os, re, subprocess, sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def files(*patterns):
    """Tracked files, and new ones that are not ignored, as paths from the top."""
    out = subprocess.check_output(['git', '-C', TOP, 'ls-files', '-z', '--cached', '--others',
                                   '--exclude-standard', '--', *patterns], text=True)
    return sorted({name for name in out.split('\0') if os.path.isfile(os.path.join(TOP, name))})


def read(name):
    with open(os.path.join(TOP, name), encoding='utf-8') as file:
        return file.read()


def code(text, keep_strings=False):
    """The text with comments, and strings unless they are kept, blanked out: lines stay lines."""
    def blank(match):
        token = match.group(0)
        if keep_strings and token[0] in '"\'':
            return token
        if token[0] in '"\'':
            return token[0] + ' ' * (len(token) - 2) + token[0]
        return re.sub(r'[^\n]', ' ', token)
    return TOKEN.sub(blank, text)


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def finish(findings):
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)
