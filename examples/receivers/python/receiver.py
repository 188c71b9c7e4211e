"""A receiver for the callbacks of Tencent Cloud Chat. IM_TOKEN, IM_SDKAPPID and PORT are its settings."""
import hashlib, hmac, json, os, queue, sys, threading, time, traceback, urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN, APP, PORT = os.environ["IM_TOKEN"], os.environ["IM_SDKAPPID"], int(os.environ.get("PORT", "8080"))
MOST_BYTES, MOST_SEEN = 1 << 20, 100_000
LISTS = {"Sns.CallbackPrevFriendAdd": "FriendItem", "Sns.CallbackPrevFriendResponse": "ResponseFriendItem"}
work, seen, lock = queue.Queue(), {}, threading.Lock()

def handle(command, packet):
    """Your work. It comes after the answer, once for each event."""

def decide(command, packet):
    """Members of the answer: before an event a code that is not 0 refuses it. docs/callbacks.md has them all."""
    if command == "Group.CallbackBeforeSendMsg" and "forbidden" in json.dumps(packet.get("MsgBody")):
        return {"ErrorCode": 10101, "ErrorInfo": "not this word"}
    if command in LISTS:  # each is decided by its ResultCode
        asked = packet.get(LISTS[command])
        names = [i["To_Account"] for i in asked if isinstance(i, dict) and isinstance(i.get("To_Account"), str)] \
            if isinstance(asked, list) else []
        return {"ResultItem": [{"To_Account": n, "ResultCode": 0, "ResultInfo": ""} for n in names]}
    return {"RspData": ""} if command == "Chatbot.OnC2CSignalMessage" else {}

def refusal(query):
    """Why a request is not from Chat, or an empty text."""
    app, sign, at = ((query.get(n, []) + [""] * 2)[:2] for n in ("SdkAppid", "Sign", "RequestTime"))
    if app != [APP, ""] or sign[1] or at[1] or not (at[0].isascii() and at[0].isdigit() and len(at[0]) <= 10):
        return "SdkAppid, Sign or RequestTime"
    right = hashlib.sha256((TOKEN + at[0]).encode()).hexdigest().encode()
    is_right = hmac.compare_digest(right, sign[0].encode(errors="replace"))
    return "" if TOKEN and is_right and abs(time.time() - int(at[0])) <= 60 else "Sign"

class Receiver(BaseHTTPRequestHandler):
    protocol_version, wbufsize, timeout = "HTTP/1.1", -1, 75
    log_message = lambda *_: None  # the query holds a signature: it is not logged

    def body(self):
        length, text = int(self.headers.get("Content-Length") or 0), b""
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            return self.rfile.read(length) if 0 <= length <= MOST_BYTES else None
        while size := int(self.rfile.readline(100).split(b";")[0], 16):
            text += self.rfile.read(min(size, MOST_BYTES - len(text)) if size < MOST_BYTES else 0)
            self.rfile.readline(100)
        return text + self.rfile.readline(100).strip()

    def do_POST(self):
        path, _, text = self.path.partition("?")
        query, body = urllib.parse.parse_qs(text, keep_blank_values=True), self.body()
        command = query.get("CallbackCommand", [""])[0]
        self.close_connection = self.close_connection or body is None
        if body is None or path != "/im" or refusal(query):
            return self.answer(413 if body is None else 404 if path != "/im" else 403, "refused")
        try:
            packet = json.loads(body.decode(), parse_constant=[].index)  # NaN is an error
        except (ValueError, RecursionError):
            packet = None
        if not isinstance(packet, dict) or packet.get("CallbackCommand", command) != command:
            return self.answer(400, "the packet is no JSON object, or is another callback's")
        with lock:  # a retry brings the same bytes
            if (key := hashlib.sha256(body).digest()) not in seen:
                seen[key] = work.put((command, packet))
                seen.pop(next(iter(seen)) if len(seen) > MOST_SEEN else None, None)
        self.answer(200, "", **decide(command, packet))

    def answer(self, status, why, **members):
        packet = {"ActionStatus": "FAIL" if why else "OK", "ErrorInfo": why, "ErrorCode": 1 if why else 0, **members}
        text = json.dumps(packet).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text if self.command != "HEAD" else b"")

    def do_GET(self):
        self.close_connection = True
        self.answer(405, "method")
    do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_GET

def worker():
    while True:
        try:
            handle(*work.get())
        except Exception:  # one event is lost, and not all that follow
            traceback.print_exc()

class Server(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, *_):  # a client that has gone away is no error
        isinstance(sys.exc_info()[1], OSError) or traceback.print_exc()

if __name__ == "__main__":
    threading.Thread(target=worker, daemon=True).start()
    Server((os.environ.get("IM_HOST", ""), PORT), Receiver).serve_forever()
