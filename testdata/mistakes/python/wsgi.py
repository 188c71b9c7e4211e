"""A WSGI application on wsgiref. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.

repr      answers str(packet): single quotes
order     hashes RequestTime before the token
null-info has None for an empty ErrorInfo
body      stops where a body is no JSON object
nan       takes NaN for JSON
no-app    takes the callbacks of any application
method    takes any method
backlog   serves one connection at a time, and has five wait
"""

import hashlib
import json
import os
import time
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

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
    text = TOKEN + at if fixed("order") else at + TOKEN
    return query.get("Sign") == [hashlib.sha256(text.encode()).hexdigest()]


def read(environ):
    stream = environ["wsgi.input"]
    if environ.get("HTTP_TRANSFER_ENCODING") != "chunked":
        return stream.read(int(environ.get("CONTENT_LENGTH") or 0))
    body = b""
    while size := int(stream.readline().split(b";")[0], 16):
        body += stream.read(size)
        stream.readline()
    return body


def application(environ, start_response):
    def answer(status, reason=""):
        packet = {"ActionStatus": "FAIL" if reason else "OK", "ErrorCode": 1 if reason else 0}
        packet["ErrorInfo"] = reason or ("" if fixed("null-info") else None)
        body = json.dumps(packet) if fixed("repr") else str(packet)
        start_response(status, [("Content-Type", "application/json")])
        return [body.encode()]

    query = parse_qs(environ["QUERY_STRING"])
    body = read(environ)
    if fixed("method") and environ["REQUEST_METHOD"] != "POST":
        return answer("405 Method Not Allowed", "POST only")
    if not signed(query):
        return answer("403 Forbidden", "Sign is wrong")
    if fixed("no-app") and query.get("SdkAppid") != [SDK_APP_ID]:
        return answer("403 Forbidden", "SdkAppid is not ours")
    try:
        packet = json.loads(body, parse_constant=refuse_constant if fixed("nan") else None)
        command = packet.get("CallbackCommand", "")
    except (ValueError, RecursionError, AttributeError):
        if not fixed("body"):
            raise
        return answer("400 Bad Request", "no packet")
    print("callback", repr(command))
    return answer("200 OK")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


class Wide(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128


server = Wide if fixed("backlog") else WSGIServer
make_server("127.0.0.1", int(os.environ["PORT"]), application, server, Quiet).serve_forever()
