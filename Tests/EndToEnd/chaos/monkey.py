#!/usr/bin/env python3
"""The monkey of scripts/chaos.sh."""
import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from invariants import check_at_rest, check_running  # noqa: E402
from pseudoterminal import Terminal  # noqa: E402
from world import Command, World  # noqa: E402

FINAL = ("succeeded", "failed", "cancelled")
# A killed worker's job is in another's hands within so many seconds at the 99th percentile, where there were enough.
RESCUE_GOAL, RESCUES_ENOUGH = 2, 20


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", required=True)
    parser.add_argument("--kills", type=int, default=150)
    parser.add_argument("--cycles", type=int, default=0)
    parser.add_argument("--duration", type=int, default=180)
    parser.add_argument("--concurrency", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--cluster", default="demo")
    parser.add_argument("--speed", type=float, default=60)
    parser.add_argument("--helm", default=os.environ.get("HELM_BINARY", "helm"))
    parser.add_argument("--programs")
    parser.add_argument("--resume")
    parser.add_argument("--no-dashboard", action="store_true")
    options = parser.parse_args()
    options.root = os.path.abspath(options.root)
    options.programs = os.path.abspath(options.programs or options.root + "/.build/release")
    return options


def is_settled(pid):
    """Whether the process is alive and has been for some seconds, in which a worker gets ready."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        with open("/proc/uptime") as file:
            age = float(file.read().split()[0]) - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return False
    return fields[0] != "Z" and age > 5


def spread(values):
    values = sorted(values)
    at = lambda part: values[min(len(values) - 1, int(part * len(values)))] if values else None  # noqa: E731
    return {"count": len(values), "p50": at(0.5), "p99": at(0.99), "max": values[-1] if values else None}


class Monkey:
    def __init__(self, options):
        self.options = options
        if options.resume:
            self.folder = os.path.abspath(options.resume)
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
        else:
            self.folder = tempfile.mkdtemp(prefix="urumi-chaos-")
        self.world = World(self.folder, options)
        self.lock = threading.Lock()
        self.ending = threading.Event()  # no new actions
        self.over = threading.Event()  # no more kills, nor anything
        self.paused = threading.Event()  # all rest, for the invariants
        self.resting = 0
        self.serial = 0
        self.rescues_open = []
        self.state = {"seeds": [], "seconds": 0, "kills": {}, "cycles": 0, "actions": {}, "acknowledged": {},
                      "rescues": [], "restarts": [], "retried": [], "failures": [], "outcomes": {}, "checks": 0}
        if os.path.exists(self.folder + "/monkey.json"):
            with open(self.folder + "/monkey.json") as file:
                self.state.update(json.load(file))
        self.run_number = len(self.state["seeds"])
        self.state["seeds"].append(options.seed)
        self.seconds_before = self.state["seconds"]
        self.started = time.monotonic()
        commands = subprocess.run(["urumi", "--help"], env=self.world.env, capture_output=True, text=True).stdout
        self.has = {name: "\n  %s " % name in commands for name in ("upgrade", "rollback", "cancel", "retry")}

    # What happened.

    def count(self, table, name):
        with self.lock:
            self.state[table][name] = self.state[table].get(name, 0) + 1

    def fail(self, what, job=None):
        with self.lock:
            if any(known["what"] == what for known in self.state["failures"]):
                return
            self.state["failures"].append({
                "what": what, "seed": self.options.seed, "at": round(self.elapsed(), 1),
                "log": self.world.excerpt(job) if job else ""})
        print("FAIL  " + what, flush=True)

    def acknowledge(self, job, arguments):
        with self.lock:
            self.state["acknowledged"].setdefault(job, " ".join(arguments))

    def elapsed(self):
        return self.seconds_before + time.monotonic() - self.started

    def kills(self):
        return sum(self.state["kills"].values())

    def save(self):
        with self.lock:
            self.state["seconds"] = round(self.elapsed(), 1)
            with open(self.folder + "/monkey.json.new", "w") as file:
                json.dump(self.state, file)
            os.rename(self.folder + "/monkey.json.new", self.folder + "/monkey.json")

    # Users.

    def urumi(self, *arguments):
        with self.lock:
            self.serial += 1
            serial = self.serial
        self.count("actions", arguments[0])
        done = Command(self.world, [*arguments, "-o", "json"], serial)
        if done.hung:
            self.fail("a command hung: urumi " + " ".join(arguments))
        # 1: waited for and failed; 3: its create was killed before it was accepted; 4: busy.
        allowed = (0, 1, 3, 4, -9) if "--wait" in arguments else (0, 3, 4, -9)
        if done.code == 1 and "ended by signal 9" in done.err:
            self.count("actions", "refused, as its Helm was killed")
        elif done.code == 1 and "accepted, but its worker ended" in done.err:
            self.count("actions", "accepted, and its worker killed at once")
        elif done.code not in allowed:
            self.fail("urumi %s ended with %d: %s" % (" ".join(arguments), done.code, done.err.strip()[-400:]))
        job = done.job() if done.code == 0 else None
        if job and arguments[0] != "list":
            self.acknowledge(job, arguments)
            if arguments[0] == "retry":
                self.state["retried"].append(job)
        elif done.code == 0 and arguments[0] != "list":
            self.fail("urumi %s said nothing of its job: %s" % (" ".join(arguments), done.out[:200]))
        return done.code, job

    def settle(self, job, patience=420):
        """Waits until the job has ended, as a user who looks now and then; its state."""
        end = time.monotonic() + patience
        while time.monotonic() < end and not self.over.is_set():
            rows = self.world.query("SELECT state FROM jobs WHERE id = ?", job)
            if not rows:
                self.fail("an acknowledged job isn't recorded: %s" % job)
                return None
            if rows[0]["state"] in FINAL:
                return rows[0]["state"]
            time.sleep(0.2)
        if not self.over.is_set():
            self.fail("job %s hasn't ended within %d s" % (job, patience), job)
        return None

    def store(self, name):
        rows = self.world.query(
            "SELECT id, phase, revision FROM stores WHERE name = ? AND closed_at IS NULL", name)
        return rows[0] if rows else None

    def rest(self):
        """Stops here while the invariants are looked at."""
        if self.paused.is_set():
            with self.lock:
                self.resting += 1
            while self.paused.is_set() and not self.ending.is_set():
                time.sleep(0.1)
            with self.lock:
                self.resting -= 1

    def user(self, number):
        choose = random.Random("%d/%d/user %d" % (self.options.seed, self.run_number, number))
        names = ["s%d-%d" % (number, each) for each in range(3)] + ["shared-%d" % (number // 2)]
        while not self.ending.is_set():
            self.rest()
            if self.ending.is_set():
                break
            try:
                self.life(choose, choose.choice(names))
            except Exception as error:  # the harness's own trouble is to be seen as well
                self.fail("user %d: %s: %s" % (number, type(error).__name__, error))
                time.sleep(1)

    def life(self, choose, name):
        """A store's: made, changed, and in the end gone."""
        waits = lambda: ["--wait"] if choose.random() < 0.3 else []  # noqa: E731
        code, job = self.urumi("create", name, "--engine", "woocommerce", *waits())
        if job and choose.random() < 0.8:
            if self.has["cancel"] and choose.random() < 0.25:
                time.sleep(choose.random() * 4)
                self.urumi("cancel", job)
            self.settle(job)
        for _ in range(choose.choice((0, 1, 1, 2, 3))):
            self.rest()
            if self.ending.is_set():
                return
            self.change(choose, name, waits)
        self.rest()
        if self.ending.is_set():
            return
        keeps = choose.random() < 0.25
        code, job = self.urumi("delete", name, "--yes", *(["--keep-data"] if keeps else []), *waits())
        if job and choose.random() < 0.85:
            state = self.settle(job)
            if state == "succeeded" and not keeps:
                with self.lock:
                    self.state["cycles"] += 1

    def change(self, choose, name, waits):
        action = choose.choice(("upgrade", "upgrade", "upgrade", "rollback", "retry", "look"))
        job = None
        store = self.store(name)
        if action == "look" or not self.has[action]:
            self.urumi("list")
        elif action == "upgrade":
            value = "wordpress.workers=%d" % choose.randrange(2, 9)
            # A wish that is the present one is no action.
            _, job = self.urumi("upgrade", name, "--force", "--set", value, *waits())
        elif action == "rollback":
            # Where there is a revision to go back to.
            if store and store["phase"] in ("ready", "failed") and (store["revision"] or 1) > 1:
                _, job = self.urumi("rollback", name, *waits())
        elif action == "retry" and store:
            rows = self.world.query(
                "SELECT id, state FROM jobs WHERE store_id = ? ORDER BY seq DESC LIMIT 1", store["id"])
            if rows and rows[0]["state"] == "failed":
                _, job = self.urumi("retry", rows[0]["id"], *waits())
        if job and self.has["cancel"] and choose.random() < 0.25:
            time.sleep(choose.random() * 3)
            self.urumi("cancel", job)
        if job and choose.random() < 0.75:
            self.settle(job)

    # Those who are killed.

    def service(self, number):
        """A worker under a service manager that starts it again."""
        choose = random.Random("%d/%d/service %d" % (self.options.seed, self.run_number, number))
        while not self.over.is_set():
            with open(self.folder + "/out/worker-%d.err" % number, "ab") as log:
                process = subprocess.Popen(["urumi", "worker"], env=self.world.env, cwd=self.folder + "/here",
                                           stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            while process.poll() is None and not self.over.is_set():
                time.sleep(0.05)
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    self.fail("a worker didn't end within 20 s of SIGTERM")
                    process.kill()
            elif process.returncode not in (-9, 0):
                self.fail("a worker ended by itself with %d" % process.returncode)
            self.over.wait(choose.random())

    def dashboard(self):
        choose = random.Random("%d/%d/dashboard" % (self.options.seed, self.run_number))
        while not self.over.is_set():
            terminal = Terminal(["urumi"], columns=100, rows=30, env=self.world.env)
            while not terminal.ended() and not self.over.is_set():
                terminal.read(0.2)
                terminal.output = terminal.output[-4096:]
                terminal.answered = min(terminal.answered, len(terminal.output))
                if choose.random() < 0.2:
                    terminal.send(choose.choice((b"j", b"k", b"\t", b"?", b"\x1b")))
            if terminal.ended() and terminal.status != signal.SIGKILL and not self.over.is_set():
                self.fail("the dashboard ended by itself with status %s" % terminal.status)
            terminal.close()
            self.over.wait(choose.random())

    def killer(self):
        choose = random.Random("%d/%d/killer" % (self.options.seed, self.run_number))
        while not self.over.is_set():
            self.over.wait(min(3, choose.expovariate(1 / 0.5)))
            if self.paused.is_set() or self.ending.is_set():
                continue
            wanted = choose.choices(("worker", "helm", "command", "dashboard"), (45, 30, 20, 5))[0]
            end = time.monotonic() + 2
            while True:
                found = self.world.processes()[wanted]
                if found or time.monotonic() > end or self.paused.is_set():
                    break
                time.sleep(0.02)
            if not found or self.paused.is_set():
                continue
            pid = choose.choice(sorted(found))[0]
            self.kill(pid, wanted)

    def kill(self, pid, kind):
        held = []
        if kind == "worker":
            stores = {store for store, holder in self.world.holders().items() if holder == pid}
            held = [row for row in self.world.active() if row["store_id"] in stores and row["state"] == "running"]
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.count("kills", kind)
        now = time.monotonic()
        others = [each for each, _ in self.world.processes()["worker"] if each != pid and is_settled(each)]
        with self.lock:
            self.rescues_open += [(row["id"], row["token"], now, others) for row in held]

    def rescue_watch(self):
        """How long the jobs of killed workers have nobody."""
        while not self.over.is_set():
            with self.lock:
                waiting = list(self.rescues_open)
            if waiting:
                jobs = {row["id"]: row for row in self.world.query(
                    "SELECT id, token, state FROM jobs WHERE id IN (%s)" % ",".join("?" * len(waiting)),
                    *[each[0] for each in waiting])}
                now = time.monotonic()
                for each in waiting:
                    job, token, since, others = each
                    row = jobs.get(job)
                    if row is None or row["token"] > token or row["state"] in FINAL or now - since > 60:
                        # Where nobody was left who could take it, a worker had to start first.
                        how = "rescues" if any(is_settled(pid) for pid in others) else "restarts"
                        with self.lock:
                            self.rescues_open.remove(each)
                            self.state[how].append(round(now - since, 3))
            time.sleep(0.02)

    # The whole.

    def threads(self):
        yield from ((self.user, number) for number in range(self.options.concurrency))
        yield from ((self.service, number) for number in range(2))
        yield (self.killer,)
        yield (self.rescue_watch,)
        if not self.options.no_dashboard:
            yield (self.dashboard,)

    def is_enough(self):
        late = time.monotonic() - self.started >= self.options.duration
        return late or self.kills() >= self.options.kills and self.state["cycles"] >= self.options.cycles

    def quiet(self):
        """Waits until nothing runs any more, with no kills; the workers are there."""
        end = time.monotonic() + 480
        while time.monotonic() < end:
            if not self.world.active():
                return True
            time.sleep(0.3)
        for row in self.world.active():
            self.fail("job %s (%s of %s) is stuck: %s" % (
                row["id"], row["kind"], row["store_name"], row["failure"] or row["state"]), row["id"])
        return False

    def examine(self):
        # The helms of the killed come to their ends too.
        time.sleep(2)
        self.state["checks"] += 1
        for what, job in check_at_rest(self.world, self.state["acknowledged"], self.state["retried"]):
            self.fail(what, job)

    def run(self):
        # Also where a background process was started with SIGINT ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.ending.set())
        self.world.start()
        code, _ = self.urumi("list")
        if code:
            return 1
        running = [threading.Thread(target=target, args=rest, daemon=True) for target, *rest in self.threads()]
        for thread in running:
            thread.start()
        last_rest = time.monotonic()
        while not self.ending.is_set() and not self.is_enough():
            time.sleep(1)
            for what, job in check_running(self.world, self.state["acknowledged"]):
                self.fail(what, job)
            self.save()
            if time.monotonic() - last_rest > 120:
                self.pause()
                last_rest = time.monotonic()
        self.ending.set()
        self.paused.set()
        for thread in running[:self.options.concurrency]:
            thread.join(430)
        if self.quiet():
            self.examine()
        for row in self.world.query("SELECT kind, state, count(*) AS n FROM jobs GROUP BY kind, state"):
            self.state["outcomes"]["%s %s" % (row["kind"], row["state"])] = row["n"]
        if self.options.cluster != "demo":
            self.clear()
        rescues = spread(self.state["rescues"])
        if rescues["count"] >= RESCUES_ENOUGH and rescues["p99"] >= RESCUE_GOAL:
            self.fail("a killed worker's job was taken by another after %.3f s (p99 of %d), with %d s as the goal"
                      % (rescues["p99"], rescues["count"], RESCUE_GOAL))
        self.over.set()
        for thread in running:
            thread.join(25)
        for kind in self.world.processes().values():
            for pid, _ in kind:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        self.save()
        self.world.stop()
        return self.report()

    def clear(self):
        """Leaves nothing in a cluster that isn't the monkey's own."""
        for store in self.world.query("SELECT name FROM stores WHERE closed_at IS NULL"):
            self.urumi("delete", store["name"], "--yes", "--wait")
        for namespace in self.world.namespaces():
            self.fail("namespace %s is left" % namespace)

    def pause(self):
        self.paused.set()
        end = time.monotonic() + 430
        while self.resting < self.options.concurrency and time.monotonic() < end:
            time.sleep(0.2)
        if self.quiet():
            self.examine()
        self.report_line()
        self.paused.clear()

    def figures(self):
        commits = self.world.query("SELECT count(*) AS n FROM jobs") if os.path.exists(self.world.database) else [{"n": 0}]
        return {
            "seeds": self.state["seeds"], "seconds": round(self.elapsed()), "kills": self.kills(),
            "killed": self.state["kills"], "cycles": self.state["cycles"],
            "actions": self.state["actions"], "acknowledged": len(self.state["acknowledged"]),
            "jobs": commits[0]["n"], "outcomes": self.state["outcomes"],
            "rescues": spread(self.state["rescues"]), "restarts": spread(self.state["restarts"]),
            "checks": self.state["checks"], "failures": len(self.state["failures"]), "cluster": self.options.cluster}

    def report_line(self):
        figures = self.figures()
        print("%(seconds)d s: %(kills)d kills, %(cycles)d stores' lives, %(acknowledged)d actions acknowledged, "
              "%(checks)d checks at rest, %(failures)d failures" % figures, flush=True)

    def report(self):
        figures = self.figures()
        self.report_line()
        print("killed: " + ", ".join("%s %d" % each for each in sorted(self.state["kills"].items())))
        print("jobs: " + ", ".join("%s %d" % each for each in sorted(self.state["outcomes"].items())))
        for name, who in (("rescues", "another"), ("restarts", "one that had to start first")):
            if figures[name]["count"]:
                print(("a killed worker's job was taken by %s" % who)
                      + " after %(p50).3f s (p50), %(p99).3f s (p99), %(max).3f s (longest) of %(count)d" % figures[name])
        for failure in self.state["failures"]:
            print("FAIL  at %(at)s s, seed %(seed)d: %(what)s\n%(log)s" % failure)
        print(json.dumps(figures))
        print("%s: what it left, and where --resume goes on" % self.folder)
        return 1 if self.state["failures"] else 0


if __name__ == "__main__":
    monkey = Monkey(arguments())
    code = monkey.run()
    if code == 0 and not monkey.options.resume:
        shutil.rmtree(monkey.folder, ignore_errors=True)
    sys.exit(code)
