"""A first try on http.server. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.

plain-ok      answers the text ok
missing-field stops with a KeyError where a packet has no From_Account
bad-json      stops with a JSONDecodeError where a body is no JSON
nan           takes NaN for JSON
no-object     takes any JSON for a packet
no-sign       checks neither Sign nor RequestTime
no-app        takes the callbacks of any application
chunked       reads nothing where there is no Content-Length
backlog       serves one connection at a time, and has five wait
"""

import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIXED = os.environ.get("FIXED", "").split(",")
TOKEN = os.environ.get("IM_TOKEN", "")
SDK_APP_ID = os.environ.get("IM_SDK_APP_ID", "")


def fixed(name):
    return name in FIXED or "all" in FIXED


def refuse_constant(name):
    raise ValueError(name)


def signed(query):
    try:
        at = query["RequestTime"][0]
        if abs(time.time() - int(at)) > 60:
            return False
        want = hashlib.sha256((TOKEN + at).encode()).hexdigest()
        return hmac.compare_digest(want.encode(), query["Sign"][0].encode())
    except (KeyError, ValueError):
        return False


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        query = parse_qs(urlsplit(self.path).query)
        body = self.read_body()
        if fixed("no-sign") and not signed(query):
            return self.answer(403, "Sign is wrong")
        if fixed("no-app") and query.get("SdkAppid") != [SDK_APP_ID]:
            return self.answer(403, "SdkAppid is not ours")
        try:
            packet = json.loads(body, parse_constant=refuse_constant if fixed("nan") else None)
        except (ValueError, RecursionError):
            if not fixed("bad-json"):
                raise
            return self.answer(400, "no JSON")
        if fixed("no-object") and not isinstance(packet, dict):
            return self.answer(400, "no object")
        if fixed("missing-field"):
            sender = packet.get("From_Account", "")
        else:
            sender = packet["From_Account"]
        print("callback of", repr(sender))
        self.answer(200, "")

    def read_body(self):
        if fixed("chunked") and self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def answer(self, status, reason):
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if fixed("plain-ok") else "text/plain")
        self.end_headers()
        packet = {"ActionStatus": "FAIL" if reason else "OK", "ErrorInfo": reason, "ErrorCode": 1 if reason else 0}
        self.wfile.write(json.dumps(packet).encode() if fixed("plain-ok") else b"ok")

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer if fixed("backlog") else HTTPServer):
    request_queue_size = 128 if fixed("backlog") else 5


Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
