// A receiver for the callbacks of Tencent Cloud Chat. IM_TOKEN, IM_SDKAPPID and PORT are its settings.
const {createHash, timingSafeEqual} = require("node:crypto");
const http = require("node:http");

const {IM_TOKEN: token, IM_SDKAPPID: app, IM_HOST: host, PORT: port = "8080"} = process.env;
if (!token || !app) throw new Error("IM_TOKEN and IM_SDKAPPID are missing");
const mostBytes = 1 << 20, mostSeen = 100000, seen = new Set();

// Your work. It comes after the answer, once for each event.
async function handle(command, packet) {}

// Members of the answer: before an event a code that is not 0 refuses it. docs/callbacks.md has them all.
function decide(command, packet) {
  const lists = {"Sns.CallbackPrevFriendAdd": "FriendItem", "Sns.CallbackPrevFriendResponse": "ResponseFriendItem"};
  if (command === "Group.CallbackBeforeSendMsg" && JSON.stringify(packet.MsgBody ?? "").includes("forbidden")) {
    return {ErrorCode: 10101, ErrorInfo: "not this word"};
  }
  if (lists[command]) { // each is decided by its ResultCode
    const asked = Array.isArray(packet[lists[command]]) ? packet[lists[command]] : [];
    return {ResultItem: asked.filter((item) => typeof item?.To_Account === "string")
      .map((item) => ({To_Account: item.To_Account, ResultCode: 0, ResultInfo: ""}))};
  }
  return command === "Chatbot.OnC2CSignalMessage" ? {RspData: ""} : {};
}

// Why a request is not from Chat, or "".
function refusal(query) {
  const only = (name) => (query.getAll(name).length === 1 ? query.get(name) : "");
  if (only("SdkAppid") !== app) return "SdkAppid";
  const sign = only("Sign"), at = only("RequestTime");
  if (!/^[0-9a-f]{64}$/.test(sign) || !/^[0-9]{1,10}$/.test(at)) return "Sign";
  if (Math.abs(Date.now() / 1000 - Number(at)) > 60) return "RequestTime";
  const right = createHash("sha256").update(token + at).digest("hex");
  return timingSafeEqual(Buffer.from(right), Buffer.from(sign)) ? "" : "Sign";
}

function answer(response, status, why, members) {
  const packet = {ActionStatus: why ? "FAIL" : "OK", ErrorInfo: why, ErrorCode: why ? 1 : 0, ...members};
  const text = Buffer.from(JSON.stringify(packet));
  response.writeHead(status, {"Content-Type": "application/json", "Content-Length": text.length});
  response.end(text);
}

function receive(request, response, body) {
  const [path, ...rest] = request.url.split("?");
  const query = new URLSearchParams(rest.join("?")), command = query.get("CallbackCommand") ?? "";
  if (path !== "/im") return answer(response, 404, "path");
  const why = refusal(query);
  if (why) return answer(response, 403, why);
  let packet;
  try {
    packet = JSON.parse(new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(body));
  } catch {
    return answer(response, 400, "no JSON");
  }
  const isObject = packet !== null && typeof packet === "object" && !Array.isArray(packet);
  if (!isObject || (packet.CallbackCommand ?? command) !== command) return answer(response, 400, "packet");
  const key = createHash("sha256").update(body).digest("base64");
  if (!seen.has(key)) {
    seen.add(key);
    if (seen.size > mostSeen) seen.delete(seen.values().next().value);
    setImmediate(() => Promise.resolve().then(() => handle(command, packet)).catch(console.error));
  }
  answer(response, 200, "", decide(command, packet));
}

const server = http.createServer((request, response) => {
  if (request.method !== "POST") return answer(response, 405, "method");
  const parts = [];
  let size = 0;
  request.on("data", (part) => {
    if ((size += part.length) <= mostBytes) parts.push(part);
  });
  request.on("end", () => {
    if (size > mostBytes) return answer(response, 413, "too large");
    receive(request, response, Buffer.concat(parts));
  });
});
server.keepAliveTimeout = 75000;
server.listen(Number(port), host);
