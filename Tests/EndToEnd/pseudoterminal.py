"""A program in a pseudo-terminal that answers as xterm does, and remembers which modes were set."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ANSWERS = [
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
]
PRIVATE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
QUIET = {25, 7}  # modes that are set when a terminal is left alone: cursor, wrapping
IGNORED = {12, 1, 1034}  # how the cursor blinks, and what rmkx resets


class Terminal:
    def __init__(self, command, columns=120, rows=40, env=None, term="xterm-256color"):
        self.output = b""
        self.answered = 0
        self.master, self.slave = pty.openpty()
        self.resize(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        environment = dict(os.environ if env is None else env, TERM=term)
        for name in ("TMUX", "COLORTERM", "LINES", "COLUMNS", "NO_COLOR"):
            environment.pop(name, None)
        self.started = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.master)
                os.setsid()
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
                for descriptor in range(3):
                    os.dup2(self.slave, descriptor)
                os.closerange(3, 256)
                os.execvpe(command[0], command, environment)
            finally:
                os._exit(127)
        self.status = None

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """What comes within that time; empty when nothing does."""
        ready, _, _ = select.select([self.master], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return b""
        self.output += data
        for pattern, answer in ANSWERS:
            for found in pattern.finditer(self.output, max(0, self.answered - 16)):
                if found.end() > self.answered:
                    os.write(self.master, answer)
        self.answered = len(self.output)
        return data

    def until(self, pattern, seconds=30, start=0):
        """Seconds since the start when the output first had the pattern after `start`; None if never."""
        pattern = re.compile(pattern)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if pattern.search(self.output, start):
                return time.monotonic() - self.started
            self.read(min(0.25, end - time.monotonic()))
            if self.ended() and not self.read(0):
                break
        return time.monotonic() - self.started if pattern.search(self.output, start) else None

    def quiet(self, silence=0.3, seconds=30):
        """Reads until nothing has come for `silence` seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.read(silence):
                return True
        return False

    def send(self, keys):
        os.write(self.master, keys)

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def wait(self, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.ended():
            self.read(0.02)
        while self.read(0.05):
            pass
        return self.ended()

    def kill(self, number=signal.SIGKILL):
        if not self.ended():
            os.kill(self.pid, number)

    def close(self):
        if not self.ended():
            self.kill()
            os.waitpid(self.pid, 0)
        os.close(self.master)
        os.close(self.slave)

    def damage(self):
        """What the program left other than it found it; empty when all is restored."""
        found = []
        if termios.tcgetattr(self.slave) != self.before:
            found.append("termios differ")
        modes = {}
        for match in PRIVATE.finditer(self.output):
            for number in match[1].split(b";"):
                modes[int(number)] = match[2] == b"h"
        for number, is_set in sorted(modes.items()):
            if number not in IGNORED and is_set != (number in QUIET):
                found.append("mode ?%d is %s" % (number, "set" if is_set else "reset"))
        if b"\x1b[?1049h" in self.output and b"\x1b[?1049l" not in self.output:
            found.append("rmcup was not sent")
        return found
