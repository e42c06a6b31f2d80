"""watch-processes.py MARK FILE: writes down all that the arguments and environments of processes say whose
environment has MARK, until ended; a helm's and a urumi's apart, in FILE.helm, FILE.urumi and FILE.other."""
import os
import signal
import sys

mark, path = sys.argv[1].encode(), sys.argv[2]
seen = {}
running = True


def stop(*_):
    global running
    running = False


signal.signal(signal.SIGTERM, stop)
while running:
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open("/proc/%s/environ" % name, "rb") as file:
                environment = file.read()
            if mark not in environment:
                continue
            with open("/proc/%s/cmdline" % name, "rb") as file:
                arguments = file.read()
        except OSError:
            continue
        program = os.path.basename(arguments.split(b"\0")[0]).decode(errors="replace")
        kind = "helm" if program.startswith("helm") else "urumi" if program.startswith("urumi") else "other"
        seen.setdefault((kind, arguments, environment), name)
for kind in ("helm", "urumi", "other"):
    with open("%s.%s" % (path, kind), "wb") as file:
        for each, arguments, environment in seen:
            if each == kind:
                file.write(arguments + b"\n" + environment + b"\n")
