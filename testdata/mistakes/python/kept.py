"""http.server with kept connections. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all all.

hmac    takes HMAC-SHA256 for the signature
created answers 201
length  counts characters for the Content-Length
nan     takes NaN for JSON
method  takes GET as it takes POST
no-app  takes the callbacks of any application
large   closes the connection on a packet of more than 4096 bytes
"""

import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

FIXED = os.environ.get("FIXED", "").split(",")
TOKEN = os.environ.get("IM_TOKEN", "")
SDK_APP_ID = os.environ.get("IM_SDK_APP_ID", "")


def fixed(name):
    return name in FIXED or "all" in FIXED


def refuse_constant(name):
    raise ValueError(name)


def signed(query):
    at = query.get("RequestTime", [""])[0]
    if not at.isdigit() or abs(time.time() - int(at)) > 60:
        return False
    if fixed("hmac"):
        want = hashlib.sha256((TOKEN + at).encode()).hexdigest()
    else:
        want = hmac.new(TOKEN.encode(), at.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(want.encode(), query.get("Sign", [""])[0].encode())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together

    def do_POST(self):
        query = parse_qs(urlsplit(self.path).query)
        body = self.read_body()
        if body is None:
            self.close_connection = True
            return
        if not signed(query):
            return self.answer(403, "签名错误")
        if fixed("no-app") and query.get("SdkAppid") != [SDK_APP_ID]:
            return self.answer(403, "应用错误")
        try:
            packet = json.loads(body, parse_constant=refuse_constant if fixed("nan") else None)
        except (ValueError, RecursionError):
            return self.answer(400, "格式错误")
        if not isinstance(packet, dict):
            return self.answer(400, "格式错误")
        self.answer(200 if fixed("created") else 201, "")

    def refuse_method(self):
        self.close_connection = True
        self.answer(405, "POST only")

    do_PUT = do_DELETE = do_HEAD = do_GET = refuse_method if fixed("method") else do_POST

    def read_body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        size = int(self.headers.get("Content-Length", "0"))
        if size > 4096 and not fixed("large"):
            return None
        return self.rfile.read(size)

    def answer(self, status, reason):
        packet = {"ActionStatus": "FAIL" if reason else "OK", "ErrorInfo": reason, "ErrorCode": 1 if reason else 0}
        text = json.dumps(packet, ensure_ascii=False)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text.encode()) if fixed("length") else len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128


Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
