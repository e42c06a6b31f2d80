#!/usr/bin/env python3
"""The measurements of scripts/bench.sh."""
import atexit
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from urllib.parse import urlsplit

from pseudoterminal import Terminal

root = sys.argv[1]
quick = "--quick" in sys.argv
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
helm = os.environ.get("HELM_BINARY", "helm")
chart = root + "/helm/woocommerce"
rows = []


class World:
    """A demo cluster with so many stores, apart from everything of the user's."""

    def __init__(self, stores=0, speed=None):
        self.folder = tempfile.mkdtemp(prefix="urumi-bench-")
        self.env = {k: v for k, v in os.environ.items() if k not in ("KUBECONFIG", "MAX_STORES", "NO_COLOR")}
        for name, part in (("HOME", "home"), ("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config")):
            os.mkdir(self.folder + "/" + part)
            self.env[name] = self.folder + "/" + part
        self.env["MAX_STORES"] = "5000"
        atexit.register(self.end)
        options = ["--stores", str(stores)] if stores else []
        options += ["--speed", str(speed)] if speed else []
        self.run("demo", "start", *options)
        self.kubeconfig = self.folder + "/state/urumi/demo/cluster/kubeconfig"

    def run(self, *arguments, program="urumi", check=True):
        done = subprocess.run([program, *arguments], env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=600)
        if check and done.returncode:
            sys.exit("%s %s: %s" % (program, " ".join(arguments), done.stderr))
        return done.stdout

    def dashboard(self, *arguments, **changes):
        return Terminal(["urumi", *(arguments or ["--demo"])], env=dict(self.env, **changes))

    def end(self):
        if not os.path.isdir(self.folder):
            return
        self.run("demo", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)


def wanted(name):
    return only in name


def told(name, figure, goal="", good=None):
    mark = "" if good is None else ("yes" if good else "NO")
    rows.append((name, figure, goal, mark))
    print("%-44s %22s   %-22s %s" % rows[-1], flush=True)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def clock_ticks(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def resident(pid):
    with open("/proc/%d/smaps_rollup" % pid) as f:
        return int(re.search(r"^Rss:\s+(\d+)", f.read(), re.M)[1]) / 1024


def peak(pid):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(r"^VmHWM:\s+(\d+)", f.read(), re.M)[1]) / 1024


def version_start():
    times = []
    for _ in range(20 if quick else 50):
        start = time.perf_counter()
        subprocess.run(["urumi", "--version"], stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - start) * 1000)
    median = statistics.median(times)
    told("start: urumi --version", "%.1f ms" % median, "20 ms", median <= 20)


def first_paint(world, title, arguments=("--demo",), pattern=rb"urumi|DEMO", **changes):
    times = []
    for _ in range(10 if quick else 25):
        terminal = world.dashboard(*arguments, **changes)
        seen = terminal.until(pattern, 10)
        times.append((seen or 10) * 1000)
        terminal.send(b"q")
        terminal.wait(5)
        terminal.close()
    worst = max(times)
    told("first paint, %s" % title, "%.0f ms, worst %.0f" % (statistics.median(times), worst), "60 ms, worst",
         worst <= 60)


def live_rows(world):
    times = []
    for _ in range(5 if quick else 11):
        terminal = world.dashboard()
        seen = terminal.until(rb"healthy|\d/\d", 10)
        times.append((seen or 10) * 1000)
        terminal.send(b"q")
        terminal.wait(5)
        terminal.close()
    median = statistics.median(times)
    told("live rows, 1,000 stores", "%.0f ms" % median, "500 ms", median <= 500)


def keys(terminal, count):
    """Milliseconds to the first byte, and bytes, of each key."""
    times, sizes = [], []
    for number in range(count):
        while terminal.read(0.002):  # whatever is still on its way is not the key's
            pass
        start = time.perf_counter()
        terminal.send(b"j" if number % 40 < 20 else b"k")
        first = terminal.read(1)
        if first:
            times.append((time.perf_counter() - start) * 1000)
            size = len(first)
            while True:
                more = terminal.read(0.01)
                if not more:
                    break
                size += len(more)
            sizes.append(size)
    return times, sizes


class Churn(threading.Thread):
    """So many changes of pods a second, by annotation."""

    def __init__(self, world, rate):
        super().__init__(daemon=True)
        server = re.search(r"server: *\"?(\S+?)\"?\s", open(world.kubeconfig).read())[1]
        self.address, self.rate, self.going, self.done = urlsplit(server), rate, True, 0

    def run(self):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port)
        prefix = self.address.path
        connection.request("GET", prefix + "/api/v1/pods?limit=200")
        pods = [p["metadata"] for p in json.load(connection.getresponse())["items"]]
        start = time.monotonic()
        while self.going:
            pod = pods[self.done % len(pods)]
            connection.request(
                "PATCH", prefix + "/api/v1/namespaces/%s/pods/%s" % (pod["namespace"], pod["name"]),
                json.dumps({"metadata": {"annotations": {"bench": str(self.done)}}}),
                {"Content-Type": "application/merge-patch+json"})
            connection.getresponse().read()
            self.done += 1
            time.sleep(max(0, start + self.done / self.rate - time.monotonic()))


def key_latency(world):
    terminal = world.dashboard()
    terminal.until(rb"ready", 20)
    terminal.quiet(0.5)
    keys(terminal, 20)
    count = 100 if quick else 400
    times, sizes = keys(terminal, count)
    told("key to first byte, 1,000 stores", "p50 %.2f, p99 %.2f ms" % (statistics.median(times), percentile(times, .99)),
         "p99 5 ms", percentile(times, .99) <= 5)
    told("bytes for a cursor move", "%.0f" % statistics.median(sizes), "250", statistics.median(sizes) <= 250)
    churn = Churn(world, 100)
    churn.start()
    time.sleep(0.5)
    mark, start = len(terminal.output), time.monotonic()
    while time.monotonic() < start + 5:
        terminal.read(0.1)
    told("bytes a second under 100 events/s", "%.0f" % ((len(terminal.output) - mark) / 5), "5,000",
         (len(terminal.output) - mark) / 5 <= 5000)
    times = []
    for number in range(count):
        terminal.read(0)
        start = time.perf_counter()
        terminal.send(b"j" if number % 40 < 20 else b"k")
        if terminal.read(1):
            times.append((time.perf_counter() - start) * 1000)
        time.sleep(0.005)
    told("the same under 100 events/s", "p50 %.2f, p99 %.2f ms" % (statistics.median(times), percentile(times, .99)),
         "p99 5 ms", percentile(times, .99) <= 5)
    churn.going = False
    churn.join()
    terminal.send(b"q")
    terminal.wait()
    terminal.close()


def idling(world, stores):
    terminal = world.dashboard()
    terminal.until(rb"ready", 20)
    terminal.quiet(1)
    time.sleep(1)
    terminal.read(0)
    before, mark, seconds = clock_ticks(terminal.pid), len(terminal.output), 20 if quick else 60
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(end - time.monotonic())
    share = (clock_ticks(terminal.pid) - before) / os.sysconf("SC_CLK_TCK") / seconds * 100
    written = len(terminal.output) - mark
    told("idle %d s, %s stores: CPU" % (seconds, stores), "%.2f %%" % share, "0.1 %", share <= 0.1)
    told("idle %d s, %s stores: bytes" % (seconds, stores), "%d" % written, "0", written == 0)
    memory = resident(terminal.pid)
    told("RSS, %s stores" % stores, "%.0f MB, peak %.0f" % (memory, peak(terminal.pid)), "40 MB, peak 60",
         memory <= 40 and peak(terminal.pid) <= 60)
    terminal.send(b"q")
    terminal.wait()
    terminal.close()


def give_credentials(world, namespace):
    """The namespace with the Secret that the chart asks for."""
    with open(world.kubeconfig) as file:
        server = re.search(r"server: *[\"']?([^\"'\s]+)", file.read()).group(1).rstrip("/")
    with open(chart + "/Chart.yaml") as file:
        keys = re.findall(r"^    ([a-z-]+): \{kind: ", file.read(), re.M)
    secret = {"metadata": {"name": "given"}, "stringData": {key: "x" * 64 for key in keys}}
    for path, thing in (("", {"metadata": {"name": namespace}}), ("/%s/secrets" % namespace, secret)):
        request = urllib.request.Request(server + "/api/v1/namespaces" + path, json.dumps(thing).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).close()


def create_until_ready():
    world = World(speed=10)

    def ours(name):
        start = time.perf_counter()
        world.run("--demo", "create", name, "--engine", "woocommerce", "--wait")
        took = time.perf_counter() - start
        world.run("--demo", "delete", name, "--yes", "--wait")
        return took

    def bare(name):
        give_credentials(world, name)
        start = time.perf_counter()
        world.run("--kubeconfig", world.kubeconfig, "upgrade", "--install", name, chart, "--namespace", name,
                  "--set", "existingSecret=given", "--wait", "--wait-for-jobs", program=helm)
        took = time.perf_counter() - start
        world.run("--kubeconfig", world.kubeconfig, "uninstall", name, "--namespace", name, program=helm)
        return took

    ours("warm")  # the node pulls its images
    our_times, bare_times = [], []
    for number in range(3 if quick else 7):
        our_times.append(ours("ours-%d" % number))
        bare_times.append(bare("bare-%d" % number))
    our, their = statistics.median(our_times), statistics.median(bare_times)
    told("create until ready: urumi", "%.2f s" % our)
    told("create until ready: bare helm", "%.2f s" % their)
    told("create until ready: difference", "%+.0f ms, x%.2f" % ((our - their) * 1000, our / their), "+300 ms",
         our - their <= 0.3)
    world.end()


def claims():
    """As the release build's own measurement says; it claims jobs of a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["urumi-server", "measure-claims", "--folder", folder], capture_output=True, text=True)
    if done.returncode:
        told("claims a second", "not measured")
        return
    told("claims a second", done.stdout.strip())


def writers():
    """Four processes that write to one database without a pause."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["urumi-server", "measure-writes", "--folder", folder, "--seconds", "5" if quick else "15"]
        subprocess.run(command[:-1] + ["0", "--at", "0"], stdout=subprocess.DEVNULL, check=True)
        at = str(time.time() + 2)
        running = [subprocess.Popen(command + ["--at", at], stdout=subprocess.PIPE, text=True) for _ in range(4)]
        tallies = [json.loads(each.communicate()[0]) for each in running]
    longest = max(each["longestMilliseconds"] for each in tallies)
    writes = [each["writes"] for each in tallies]
    told("four writers: longest wait", "%.0f ms" % longest, "500 ms", longest < 500)
    told("four writers: writes of each", "%d to %d" % (min(writes), max(writes)))


def holder(folder, store):
    """The process that holds the store's lock; None where none does."""
    try:
        inode = os.stat("%s/locks/%s.lock" % (folder, store)).st_ino
    except OSError:
        return None
    with open("/proc/locks") as lines:
        for fields in map(str.split, lines):
            if fields[1] == "FLOCK" and fields[5].split(":")[-1] == str(inode):
                return int(fields[4])
    return None


def rescues():
    """How long a job has nobody when its worker is killed while another is there."""
    world = World(speed=0.1)  # slow enough for a create to outlast several workers
    state = world.folder + "/state/urumi/demo"

    def row(job):
        connection = sqlite3.connect("file:%s/urumi.db?mode=ro" % state, uri=True, timeout=5)
        try:
            return connection.execute("SELECT state, token, steps, store_id FROM jobs WHERE id = ?", (job,)).fetchone()
        finally:
            connection.close()

    def until(condition):
        end = time.monotonic() + 60
        while not condition():
            if time.monotonic() > end:
                sys.exit("rescues: nothing happens any more")
            time.sleep(0.002)

    def worker():
        return subprocess.Popen(["urumi", "--demo", "worker"], env=world.env, cwd=world.folder,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    workers, times = [worker(), worker()], []
    time.sleep(3)
    for number in range(4 if quick else 10):
        said = world.run("--demo", "create", "rescued-%d" % number, "--engine", "woocommerce", "-o", "json")
        job = json.loads(said)["job"]
        for _ in range(6):  # so few that none is taken for what its workers die of
            until(lambda: '"name":"workloads","startedAt"' in (row(job)[2] or "") and row(job)[0] == "running")
            pid = holder(state, row(job)[3])
            if pid not in [each.pid for each in workers]:
                continue
            token = row(job)[1]
            os.kill(pid, signal.SIGKILL)
            start = time.monotonic()
            until(lambda: row(job)[1] > token)
            times.append(time.monotonic() - start)
            dead = next(each for each in workers if each.pid == pid)
            dead.wait()
            workers[workers.index(dead)] = worker()
            time.sleep(1)
        world.run("--demo", "cancel", job)
    for each in workers:
        each.kill()
        each.wait()
    told("a killed worker's job in another's hands", "p50 %.2f, p99 %.2f s" % (
        statistics.median(times), percentile(times, .99)), "p99 2 s", percentile(times, .99) < 2)
    world.end()


print("%-44s %22s   %-22s %s" % ("what", "figure", "goal", "reached"))
if wanted("start"):
    version_start()
small = World(stores=10) if wanted("first paint") or wanted("idle") else None
if wanted("first paint"):
    first_paint(small, "10 stores")
    dead = small.folder + "/dead"
    with open(small.kubeconfig) as f:
        text = re.sub(r"http://127.0.0.1:\d+", "http://127.0.0.1:1", f.read())
    with open(dead, "w") as f:
        f.write(text)
    os.chmod(dead, 0o600)
    first_paint(small, "cluster down", ("dashboard",), KUBECONFIG=dead)
if wanted("idle"):
    idling(small, "10")
if small:
    small.end()
if wanted("1,000") or wanted("key") or wanted("live rows"):
    large = World(stores=1000)
    if wanted("first paint"):
        first_paint(large, "1,000 stores")
    if wanted("live rows"):
        live_rows(large)
    if wanted("key"):
        key_latency(large)
    if wanted("idle"):
        idling(large, "1,000")
    large.end()
if wanted("create"):
    create_until_ready()
if wanted("claims"):
    claims()
if wanted("writers"):
    writers()
if wanted("rescues"):
    rescues()
missed = sum(1 for row in rows if row[3] == "NO")
print("%d of %d goals reached" % (sum(1 for row in rows if row[3] == "yes"), missed + sum(1 for row in rows if row[3] == "yes")))
