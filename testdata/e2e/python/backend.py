"""A right backend on Python's http.server.

It listens on 127.0.0.1:$PORT and speaks $PROTOCOL. HTTP/1.0 is the module's default: closing the connection ends an
answer, which has no Content-Length. With HTTP/1.1, head and body leave in two packets, the second some 40 ms later.
With TOKEN it checks Sign and RequestTime, with SDK_APP_ID the SdkAppid. Each callback takes DELAY_MS, and with WORKERS
no more of them are at work at once.
"""

import hashlib
import hmac
import json
import os
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TOKEN = os.environ.get("TOKEN", "")
SDK_APP_ID = os.environ.get("SDK_APP_ID", "")
MAX_BODY = 1 << 20
DELAY = int(os.environ.get("DELAY_MS", "0")) / 1000
WORKERS = threading.Semaphore(int(os.environ.get("WORKERS", "0")) or 1000)


class TooLarge(Exception):
    """The body is longer than MAX_BODY."""


def only(query, name):
    """The value of a parameter that stands there once, "" otherwise."""
    values = query.get(name, [])
    return values[0] if len(values) == 1 else ""


def knows(query):
    if SDK_APP_ID and only(query, "SdkAppid") != SDK_APP_ID:
        return False
    if not TOKEN:
        return True
    at = only(query, "RequestTime")
    if not re.fullmatch("[0-9]{1,12}", at) or abs(int(time.time()) - int(at)) > 60:
        return False
    want = hashlib.sha256((TOKEN + at).encode()).hexdigest()
    return hmac.compare_digest(want.encode(), only(query, "Sign").encode())


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def parse(body):
    try:
        return json.loads(body.decode("utf-8"), parse_constant=refuse_constant)
    except (ValueError, RecursionError):
        return None


class Handler(BaseHTTPRequestHandler):
    protocol_version = os.environ.get("PROTOCOL", "HTTP/1.0")
    timeout = 5  # seconds, for each read and for an idle connection

    def do_POST(self):
        try:
            body = self.read_body()
        except TooLarge:
            self.close_connection = True
            return self.answer(413, "the packet is too large")
        except ValueError:
            self.close_connection = True
            return self.answer(400, "the packet cannot be read")
        with WORKERS:
            time.sleep(DELAY)
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if not knows(query):
            return self.answer(403, "SdkAppid or Sign is wrong")
        if not only(query, "CallbackCommand") or not isinstance(parse(body), dict):
            return self.answer(400, "no callback")
        return self.answer(200)

    def refuse_method(self):
        self.close_connection = True  # a body may follow
        self.answer(405, "POST only")

    do_GET = do_HEAD = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = refuse_method

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self.read_chunks()
        length = int(self.headers.get("Content-Length", "0"))
        if length > MAX_BODY:
            raise TooLarge
        return self.rfile.read(length)

    def read_chunks(self):
        body = b""
        while size := int(self.rfile.readline(1024).split(b";")[0], 16):
            if len(body) + size > MAX_BODY:
                raise TooLarge
            body += self.rfile.read(size)
            self.rfile.readline(1024)
        while self.rfile.readline(65536).strip():
            pass  # trailers
        return body

    def answer(self, status, reason=""):
        packet = {"ActionStatus": "FAIL" if reason else "OK", "ErrorInfo": reason, "ErrorCode": 1 if reason else 0}
        body = json.dumps(packet).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 405:
            self.send_header("Allow", "POST")
        if self.protocol_version == "HTTP/1.1":
            self.send_header("Content-Length", str(len(body)))
            if self.close_connection:
                self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
