#!/usr/bin/env python3
"""restore.py COMMAND...: leaves the dashboard in every way there is and looks at what it leaves behind;
then resizes it without mercy. Prints a line for each, "ok" or "FAIL" first."""
import os
import random
import re
import signal
import sys
import time

from pseudoterminal import Terminal

command = sys.argv[1:]
failures = 0


def tell(good, title, detail=""):
    global failures
    failures += not good
    print("  %s  %s%s" % ("ok  " if good else "FAIL", title, "" if good else ": " + detail), flush=True)


def opened(columns=120, rows=40, **options):
    terminal = Terminal(command, columns, rows, **options)
    if terminal.until(rb"DEMO") is None:
        tell(False, "opens", repr(terminal.output[-300:]))
    terminal.quiet()
    return terminal


def left(title, leave, code=None, died=None, **options):
    terminal = opened(**options)
    leave(terminal)
    if not terminal.wait(10):
        tell(False, title, "it does not end")
    else:
        damage = terminal.damage()
        if code is not None and terminal.status != code << 8:
            damage.append("wait status %d" % terminal.status)
        if died is not None and not (os.WIFSIGNALED(terminal.status) and os.WTERMSIG(terminal.status) == died) \
                and terminal.status != (128 + died) << 8:
            damage.append("wait status %d" % terminal.status)
        tell(not damage, title, ", ".join(damage))
    terminal.close()


def storm():
    terminal = opened()
    choice = random.Random(7)
    for _ in range(200):
        terminal.resize(choice.randint(20, 200), choice.randint(5, 60))
        if choice.random() < 0.3:
            terminal.send(choice.choice([b"j", b"k", b"\t", b"?", b"\x1b"]))
        terminal.read(0.002)
    terminal.send(b"\x1b\x1b")
    terminal.quiet()
    mark = len(terminal.output)
    terminal.resize(120, 40)
    tell(terminal.until(rb"DEMO", 5, mark) is not None, "200 resizes leave it alive and painting")
    terminal.resize(10, 3)
    tell(terminal.until(rb"too", 5, mark) is not None, "too small, it says so")
    terminal.send(b"q")
    terminal.wait()
    tell(terminal.status == 0 and not terminal.damage(), "and it ends well", ", ".join(terminal.damage()))
    terminal.close()


def hung_up():
    terminal = opened()
    os.close(terminal.master)
    end = time.monotonic() + 10
    while time.monotonic() < end and not terminal.ended():
        time.sleep(0.02)
    tell(terminal.ended(), "the terminal going away ends it")
    terminal.master = os.open("/dev/null", os.O_RDWR)
    terminal.close()


left("q", lambda t: t.send(b"q"), code=0)
left("Ctrl-C", lambda t: t.send(b"\x03"), code=0)
left("q while a form is open", lambda t: (t.send(b"c"), t.quiet(), t.send(b"\x1b"), t.quiet(0.6), t.send(b"q")), code=0)
left("SIGTERM", lambda t: t.kill(signal.SIGTERM))
left("SIGHUP", lambda t: t.kill(signal.SIGHUP))
left("SIGINT", lambda t: t.kill(signal.SIGINT))
left("SIGQUIT", lambda t: t.kill(signal.SIGQUIT))
for name in ("SEGV", "BUS", "ILL", "FPE", "TRAP", "ABRT"):
    number = getattr(signal, "SIG" + name)
    left("SIG" + name, lambda t, number=number: t.kill(number), died=number)
left("q in a 16-colour terminal", lambda t: t.send(b"q"), code=0, term="xterm")
left("q in screen's terminal", lambda t: t.send(b"q"), code=0, term="screen-256color")
hung_up()
storm()
sys.exit(failures != 0)
