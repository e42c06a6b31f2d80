#!/usr/bin/env python3
"""Stands before an API server and misbehaves on demand.

proxy.py UPSTREAM FOLDER [METHOD PATH-REGEX BODY-REGEX WHEN ACTION]

Forwards http to UPSTREAM (http://host:port; a path is left to the client). FOLDER/port gets the port. At the first request that
matches, it acts, WHEN being before or after the request is forwarded, and FOLDER/hit is made. ACTION:
  kill       kill -9 every `urumi worker` of this world (URUMI_WORLD) and the helms it started
  CODE       answer with this status (every match, not only the first)
  stall      never answer (every match)
  drop       close the connection (every match)
  half       answer half a body and close (every match)
"""
import http.client
import http.server
import json
import os
import re
import signal
import sys
import threading
import time
from urllib.parse import urlsplit

upstream = urlsplit(sys.argv[1])
folder = sys.argv[2]
rule = sys.argv[3:] or None
fired = threading.Event()
lock = threading.Lock()


def of_this_world(pid):
    try:
        with open("/proc/%s/environ" % pid, "rb") as f:
            if ("URUMI_WORLD=" + os.environ["URUMI_WORLD"]).encode() not in f.read().split(b"\0"):
                return False
        with open("/proc/%s/cmdline" % pid, "rb") as f:
            words = f.read().split(b"\0")
    except OSError:
        return False
    name = os.path.basename(words[0])
    return name.startswith(b"helm") or (name == b"urumi" and b"worker" in words)


def kill_workers():
    # Twice: a worker may be starting a helm just now.
    for _ in range(2):
        for pid in os.listdir("/proc"):
            if pid.isdigit() and of_this_world(pid):
                try:
                    os.kill(int(pid), signal.SIGKILL)
                except ProcessLookupError:
                    pass


def hit():
    with lock:
        if fired.is_set():
            return False
        fired.set()
    open(folder + "/hit", "w").close()
    return True


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def matches(self, body, when):
        if rule is None or rule[3] != when:
            return False
        return (
            re.fullmatch(rule[0], self.command)
            and re.search(rule[1], self.path.split("?")[0])
            and re.search(rule[2].encode(), body)
        )

    def act(self):
        """Whether the request ends here."""
        action = rule[4]
        first = hit()
        if action == "kill":
            if first:
                kill_workers()
            return False
        if action == "stall":
            time.sleep(600)
        elif action == "half":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"kind":')
            self.wfile.flush()
        elif action != "drop":
            message = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": int(action),
                       "message": "refused by the test", "reason": {"401": "Unauthorized", "403": "Forbidden"}.get(
                           action, "InternalError")}
            content = json.dumps(message).encode()
            self.send_response(int(action))
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            return True
        self.close_connection = True
        return True

    def forward(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.matches(body, "before") and self.act():
            return
        connection = http.client.HTTPConnection(upstream.hostname, upstream.port)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            if self.matches(body, "after") and self.act():
                return
            self.send_response(answer.status)
            chunked = answer.getheader("Content-Length") is None
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            bodiless = self.command == "HEAD" or answer.status in (204, 304)
            if chunked and not bodiless:
                self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while not bodiless:
                part = answer.read1(65536)
                if chunked:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
                    self.wfile.flush()
                else:
                    self.wfile.write(part)
                if not part:
                    break
        except OSError:
            self.close_connection = True
        finally:
            connection.close()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = forward


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Clients that were killed are what this is for."""


server = Server(("127.0.0.1", 0), Proxy)
server.daemon_threads = True
with open(folder + "/port.new", "w") as f:
    f.write(str(server.server_address[1]))
os.rename(folder + "/port.new", folder + "/port")
server.serve_forever()
