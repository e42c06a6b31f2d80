"""A world of the monkey's own: folders, a cluster, urumi's processes in it and its records."""
import base64
import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time

class World:
    def __init__(self, folder, options):
        self.folder = folder
        self.options = options
        self.state = folder + "/state/urumi"
        self.database = self.state + "/urumi.db"
        self.prefix = "chaos-" + os.path.basename(folder)[-6:].lower().replace("_", "x") + "-"
        for part in ("home", "state", "config", "here", "out"):
            os.makedirs(folder + "/" + part, mode=0o700, exist_ok=True)
        unwanted = ("KUBECONFIG", "MAX_STORES", "NO_COLOR", "TMUX", "DATABASE_URL", "DEBUG", "THEME")
        self.env = {k: v for k, v in os.environ.items() if k not in unwanted}
        self.env.update(
            HOME=folder + "/home", XDG_STATE_HOME=folder + "/state", XDG_CONFIG_HOME=folder + "/config",
            XDG_CACHE_HOME=folder + "/home/.cache", URUMI_WORLD=folder, LC_ALL="C.UTF-8", MAX_STORES="500",
            PROVISION_TIMEOUT_SECONDS="240", HELM_BINARY=options.helm, NAMESPACE_PREFIX=self.prefix,
            URUMI_SHARE=options.root, WORKER_CONCURRENCY="8",
            PATH=options.programs + ":" + os.environ["PATH"])
        self.kubectl_path = os.environ.get("KUBECTL") or shutil.which("kubectl") or "kubectl"

    def start(self):
        if self.options.cluster == "demo":
            done = subprocess.run(["urumi", "demo", "start", "--speed", str(self.options.speed)], env=self.env,
                                  cwd=self.folder + "/here", stdin=subprocess.DEVNULL, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit("the demo cluster doesn't start: " + done.stderr)
            self.env["KUBECONFIG"] = self.state + "/demo/cluster/kubeconfig"
        else:
            self.env["KUBECONFIG"] = os.path.abspath(self.options.cluster)

    def stop(self):
        if self.options.cluster == "demo":
            subprocess.run(["urumi", "demo", "stop"], env=self.env, stdin=subprocess.DEVNULL, capture_output=True)

    # Processes.

    def processes(self):
        """Ours by kind: (pid, arguments) of workers, commands, dashboards and Helms."""
        found = {"worker": [], "command": [], "dashboard": [], "helm": []}
        mark = ("URUMI_WORLD=" + self.folder).encode()
        for name in os.listdir("/proc"):
            if not name.isdigit() or int(name) == os.getpid():
                continue
            try:
                with open("/proc/%s/cmdline" % name, "rb") as file:
                    arguments = file.read().split(b"\0")
                program = os.path.basename(arguments[0]).decode(errors="replace")
                if program != "urumi" and not program.startswith("helm"):
                    continue
                with open("/proc/%s/environ" % name, "rb") as file:
                    environment = file.read()
                # Helm gets an environment of its own making, with its folders within the state folder.
                if mark not in environment.split(b"\0") and self.state.encode() + b"/" not in environment:
                    continue
            except OSError:
                continue
            words = [word.decode(errors="replace") for word in arguments[1:]]
            if program != "urumi":
                kind = "helm"
            elif "worker" in words[:1]:
                kind = "worker"
            elif "demo" in words[:1]:
                continue
            else:
                kind = "command" if any(words) else "dashboard"
            found[kind].append((int(name), words))
        return found

    def holders(self):
        """The pids that hold the locks of stores, by the store's id."""
        files = {}
        folder = self.state + "/locks"
        try:
            for name in os.listdir(folder):
                if re.fullmatch(r"[0-9a-f-]{36}\.lock", name):
                    files[os.stat(folder + "/" + name).st_ino] = name[:36]
        except OSError:
            pass
        found = {}
        with open("/proc/locks") as lines:
            for line in lines:
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5].split(":")[-1].isdigit():
                    store = files.get(int(fields[5].split(":")[-1]))
                    if store:
                        found[store] = int(fields[4])
        return found

    # Records, read as a bystander.

    def query(self, sql, *values):
        for _ in range(50):
            try:
                connection = sqlite3.connect("file:%s?mode=ro" % self.database, uri=True, timeout=5)
                try:
                    connection.row_factory = sqlite3.Row
                    return [dict(row) for row in connection.execute(sql, values)]
                finally:
                    connection.close()
            except sqlite3.OperationalError as error:
                last = error
                time.sleep(0.05)
        raise last

    def jobs(self):
        return {row["id"]: row for row in self.query("SELECT * FROM jobs")}

    def active(self):
        return self.query("SELECT * FROM jobs WHERE state IN ('queued', 'running')")

    # The cluster.

    def kubectl(self, *arguments):
        done = subprocess.run([self.kubectl_path, *arguments], env=self.env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        if done.returncode:
            raise RuntimeError("kubectl %s: %s" % (" ".join(arguments), done.stderr))
        return done.stdout

    def namespaces(self):
        items = json.loads(self.kubectl("get", "namespaces", "-l", "urumi.dev/store", "-o", "json"))["items"]
        return {item["metadata"]["name"]: item["metadata"] for item in items
                if item["metadata"]["name"].startswith(self.prefix)}

    def releases(self):
        items = json.loads(self.kubectl("get", "secrets", "-A", "-l", "owner=helm", "-o", "json"))["items"]
        return [dict(item["metadata"]["labels"], namespace=item["metadata"]["namespace"],
                     description=description(item)) for item in items
                if item["metadata"]["namespace"].startswith(self.prefix)]

    # What is to be said of a failure.

    def excerpt(self, job, lines=12):
        text = []
        for path, pattern in ((self.state + "/logs/%s.log" % job, None), (self.state + "/urumi.log", job[:8])):
            try:
                with open(path, errors="replace") as file:
                    found = [line.rstrip() for line in file if pattern is None or pattern in line]
                text += ["  %s: %s" % (os.path.basename(path), line[:300]) for line in found[-lines:]]
            except OSError:
                pass
        return "\n".join(text)


def description(secret):
    """What Helm says of a revision. A state alone doesn't tell: what was never finished is superseded, too."""
    data = base64.b64decode(base64.b64decode(secret["data"]["release"]))
    return json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)["info"].get("description", "")


class Command:
    """A command of urumi's that runs, and what came of it."""

    def __init__(self, world, arguments, serial):
        self.arguments = arguments
        out, err = ("%s/out/%s.%s" % (world.folder, serial, end) for end in ("out", "err"))
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            self.process = subprocess.Popen(["urumi", *arguments], env=world.env, cwd=world.folder + "/here",
                                            stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)
        try:
            self.code = self.process.wait(timeout=420)
            self.hung = False
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.code, self.hung = self.process.wait(), True
        with open(out, errors="replace") as stdout, open(err, errors="replace") as stderr:
            self.out, self.err = stdout.read(), stderr.read()
        os.unlink(out)
        os.unlink(err)

    def job(self):
        """The job that was acknowledged."""
        try:
            value = json.loads(self.out)
        except ValueError:
            return None
        value = value[0] if isinstance(value, list) and value else value
        if not isinstance(value, dict):
            return None
        return value.get("job") or (value.get("id") if "kind" in value else None)
