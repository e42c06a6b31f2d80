#!/usr/bin/env python3
"""away.py SECONDS UPSTREAM-KUBECONFIG KUBECONFIG FIGURES: takes the API away under a dashboard, and measures."""
import json
import multiprocessing
import os
import re
import select
import socket
import sys
import time
import urllib.request

from pseudoterminal import Terminal

SECONDS = float(sys.argv[1])
UPSTREAM, KUBECONFIG, FIGURES = sys.argv[2:5]
# Keys that are slow before the API goes tell of a busy machine, on which they can't be judged.
RETURN_LIMIT, KEY_LIMIT, GROWTH_LIMIT = 35, 0.016, 1.05


class Proxy:
    """Forwards TCP; "stall" keeps every connection and moves nothing, "refuse" resets all and takes none."""

    def __init__(self, port, mode):
        self.port, self.mode = port, mode
        chosen = self.bound(0)
        # Only a port that was asked for by its number is kept while the socket doesn't listen.
        self.listener = self.bound(chosen.getsockname()[1])
        chosen.close()
        self.listener.listen(64)

    @staticmethod
    def bound(port):
        one = socket.socket()
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(("127.0.0.1", port))
        return one

    def run(self):
        pairs, was, buried = {}, "forward", []
        while True:
            mode = self.mode.value.decode()
            if mode != was:
                for one in set(pairs) | set(buried):
                    # What stalled stays dead: the way back is by new connections.
                    buried.append(one) if mode == "stall" else one.close()
                if mode != "stall":
                    buried = []
                pairs = {}
                if mode == "refuse":
                    self.listener.shutdown(socket.SHUT_RD)
                elif was == "refuse":
                    self.listener.listen(64)
                was = mode
            waiting = list(pairs) + ([self.listener] if mode != "refuse" else [])
            for one in select.select(waiting, [], [], 0.05)[0]:
                if one is self.listener:
                    client, _ = self.listener.accept()
                    if mode == "stall":
                        buried.append(client)
                        continue
                    server = socket.create_connection(("127.0.0.1", self.port))
                    pairs[client], pairs[server] = server, client
                elif one in pairs:
                    other = pairs[one]
                    try:
                        data = one.recv(65536)
                        if data:
                            other.sendall(data)
                            continue
                    except OSError:
                        pass
                    for end in (one, other):
                        pairs.pop(end, None)
                        end.close()


def resident(pid):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read())[1])


def cpu(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def press(terminal, keys, number):
    """Seconds from a key to the first output after it; None when nothing came within a second."""
    while terminal.read(0.03):
        pass
    start = time.monotonic()
    terminal.send(keys[number % len(keys)])
    return time.monotonic() - start if terminal.read(1) else None


def shows(terminal, pattern, seconds):
    """Seconds until a whole screen shows the pattern; None if it never does."""
    start = time.monotonic()
    columns = 120
    while time.monotonic() - start < seconds:
        columns = 239 - columns
        mark = len(terminal.output)
        terminal.resize(columns, 40)
        if terminal.until(pattern, 0.25, mark) is not None:
            return time.monotonic() - start
    return None


def main():
    with open(UPSTREAM) as f:
        text = f.read()
    port = int(re.search(r"server: http://127\.0\.0\.1:(\d+)", text)[1])
    api = re.search(r"server: (http://\S+)", text)[1]
    mode = multiprocessing.Array("c", 16)
    mode.value = b"forward"
    proxy = Proxy(port, mode)
    process = multiprocessing.Process(target=proxy.run, daemon=True)
    process.start()
    with open(KUBECONFIG, "w") as f:
        f.write(text.replace(":%d/" % port, ":%d/" % proxy.listener.getsockname()[1]))
    proxy.listener.close()

    terminal = Terminal(["urumi"])
    problems, figures = [], {"seconds": SECONDS}

    def check(name, value, isGood):
        figures[name] = value
        if not isGood:
            problems.append("%s: %s" % (name, value))

    try:
        check("live at first", shows(terminal, rb"live", 30), True)
        keys = [b"j", b"j", b"k", b"k"]
        usual = sorted(filter(None, (press(terminal, keys, number) for number in range(200))))
        usual = usual[int(len(usual) * 0.99)]
        figures["key p99 ms before"] = round(usual * 1000, 2)
        while terminal.read(1):
            pass
        before = resident(terminal.pid)
        spent, started = cpu(terminal.pid), time.monotonic()
        latencies, unanswered, number = [], 0, 0
        for one in (b"stall", b"refuse"):
            mode.value = one
            end = time.monotonic() + SECONDS / 2
            while time.monotonic() < end:
                latency = press(terminal, keys, number)
                number += 1
                if latency is None:
                    unanswered += 1
                else:
                    latencies.append(latency)
                time.sleep(0.2)
            seen = shows(terminal, rb"stale", 3)
            # That a connection is dead is known after 30 s at the latest.
            check("stale shown while it %ss" % one.decode(), seen is not None, seen or SECONDS < 70)
        elapsed = time.monotonic() - started
        mark = len(terminal.output)
        terminal.resize(118, 40)
        terminal.until(rb"stale[^\x1b]*", 2, mark)
        shown = re.search(rb"stale [^\x1b]{0,60}", terminal.output[mark:])
        figures["shown"] = shown[0].decode(errors="replace") if shown else None
        latencies.sort()
        p99 = latencies[int(len(latencies) * 0.99)] if latencies else None
        check("keys", len(latencies), len(latencies) > 10 and unanswered == 0)
        check("unanswered keys", unanswered, unanswered == 0)
        figures["key p50 ms"] = round(latencies[len(latencies) // 2] * 1000, 2)
        check("key p99 ms", round(p99 * 1000, 2), p99 < KEY_LIMIT or usual >= KEY_LIMIT)
        figures["keys judged"] = usual < KEY_LIMIT
        figures["key max ms"] = round(latencies[-1] * 1000, 2)
        figures["CPU % meanwhile"] = round(100 * (cpu(terminal.pid) - spent) / elapsed, 2)
        away = resident(terminal.pid)

        # What changes meanwhile is there afterwards: a pod is replaced by one of another name.
        listing = json.load(urllib.request.urlopen(api + "/api/v1/pods?labelSelector=urumi.dev/store"))
        first = min(pod["metadata"]["namespace"] for pod in listing["items"])
        old = [p["metadata"]["name"] for p in listing["items"] if p["metadata"]["namespace"] == first]
        for name in old:
            urllib.request.urlopen(urllib.request.Request(
                "%s/api/v1/namespaces/%s/pods/%s" % (api, first, name), method="DELETE"))
        time.sleep(2)

        mode.value = b"forward"
        back = shows(terminal, rb"live", 60)
        check("live again after s", back and round(back, 2), back is not None and back < RETURN_LIMIT)
        time.sleep(3)
        while terminal.read(1):
            pass
        after = resident(terminal.pid)
        figures["RSS kB before, away, after"] = [before, away, after]
        check("memory growth", round(max(away, after) / before, 3), max(away, after) < before * GROWTH_LIMIT)

        mode.value = b"refuse"
        gone = shows(terminal, rb"stale", 40)
        check("stale after a refusal, s", gone and round(gone, 2), gone is not None)
        time.sleep(20)
        mode.value = b"forward"
        time.sleep(0.2)
        terminal.send(b"r")
        back = shows(terminal, rb"live", 40)
        check("live again after the key, s", back and round(back, 2), back is not None and back < 2)
        terminal.send(b"q")
        check("leaves", terminal.wait(), terminal.ended())
    finally:
        terminal.close()
        process.kill()
        with open(FIGURES, "w") as f:
            json.dump(figures, f, indent=1)
            f.write("\n")
    for problem in problems:
        print("        " + problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
