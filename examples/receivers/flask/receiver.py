"""A receiver for the callbacks of Tencent Cloud Chat, with Flask. IM_TOKEN, IM_SDKAPPID and PORT are its settings."""
import hashlib, hmac, json, os, queue, threading, time, traceback

from flask import Flask, jsonify, request
from werkzeug.serving import WSGIRequestHandler

TOKEN, APP, MOST_SEEN = os.environ["IM_TOKEN"], os.environ["IM_SDKAPPID"], 100_000
LISTS = {"Sns.CallbackPrevFriendAdd": "FriendItem", "Sns.CallbackPrevFriendResponse": "ResponseFriendItem"}
work, seen, lock, app = queue.Queue(), {}, threading.Lock(), Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 1 << 20

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

def is_from_chat(args):
    """Whether a request has the application's id and a signature of this minute, each once."""
    app_id, sign, at = (args.getlist(name) for name in ("SdkAppid", "Sign", "RequestTime"))
    if app_id != [APP] or len(sign) != 1 or len(at) != 1 or not (at[0].isascii() and at[0].isdigit()):
        return False
    right = hashlib.sha256((TOKEN + at[0]).encode()).hexdigest().encode()
    is_right = hmac.compare_digest(right, sign[0].encode(errors="replace"))
    return bool(TOKEN) and is_right and len(at[0]) <= 10 and abs(time.time() - int(at[0])) <= 60

def answer(status, why, **members):
    packet = {"ActionStatus": "FAIL" if why else "OK", "ErrorInfo": why, "ErrorCode": 1 if why else 0, **members}
    return jsonify(packet), status

@app.post("/im")
def receive():
    body, command = request.get_data(), request.args.get("CallbackCommand", "")
    if not is_from_chat(request.args):
        return answer(403, "SdkAppid, Sign or RequestTime")
    try:
        packet = json.loads(body.decode(), parse_constant=[].index)  # NaN is an error
    except (ValueError, RecursionError):
        packet = None
    if not isinstance(packet, dict) or packet.get("CallbackCommand", command) != command:
        return answer(400, "the packet is no JSON object, or is another callback's")
    with lock:  # a retry brings the same bytes
        if (key := hashlib.sha256(body).digest()) not in seen:
            seen[key] = work.put((command, packet))
            seen.pop(next(iter(seen)) if len(seen) > MOST_SEEN else None, None)
    return answer(200, "", **decide(command, packet))

def worker():
    while True:
        try:
            handle(*work.get())
        except Exception:  # one event is lost, and not all that follow
            traceback.print_exc()

threading.Thread(target=worker, daemon=True).start()

if __name__ == "__main__":
    WSGIRequestHandler.protocol_version = "HTTP/1.1"  # which keeps connections
    WSGIRequestHandler.log = lambda *_: None  # the query holds a signature: it is not logged
    app.run(os.environ.get("IM_HOST", "0.0.0.0"), int(os.environ.get("PORT", "8080")))
