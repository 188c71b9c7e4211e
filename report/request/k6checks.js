const mostBytes = 1 << 20; // of an answer, which has some 50
const canonical = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';
const notDecoded = 1701; // k6's code for an answer with a Content-Encoding that its body does not have

// judge holds the checks to an answer: what is false is broken, what is left out could not be judged.
function judge(answer, { expect, sign, decides }) {
  if (unreached(answer)) {
    return { 'backend-reached': false };
  }
  switch (expect) {
    case 'REFUSE':
      return timedOut(answer) ? { 'resp-answer': false } : Object.assign(whole(answer), { 'resp-answer': true, [refusal(sign)]: !accepts(hold(answer)) });
    case 'SANE':
      return Object.assign(whole(answer), { 'behave-survives': !brokeOff(answer) && answer.status < 500 });
    case 'INFO':
      return {};
  }
  return hold(answer, decides);
}

// whole is what is known of an answer that came to its end.
function whole(answer) {
  return brokeOff(answer) ? {} : { 'resp-framing': true };
}

// refusal is the check of a request that has to be refused: its RequestTime or its Sign is wrong.
function refusal(sign) {
  const dated = sign === 'stale' || sign === 'future' || settings.requestTime.fixed || settings.requestTime.offset !== '0';
  return dated ? 'behave-refuses-stale' : 'behave-refuses-signature';
}

// hold is what an answer is worth to a callback that has to be accepted, or decided on.
function hold(answer, decides) {
  if (silent(answer)) {
    return { 'resp-answer': false };
  }
  if (timedOut(answer)) {
    return { 'resp-under-2s': false };
  }
  if (brokeOff(answer)) {
    return { 'resp-framing': false };
  }
  const verdicts = { 'resp-answer': true, 'resp-under-2s': answer.timings.duration <= deadline };
  if (answer.error_code === notDecoded) {
    return Object.assign(verdicts, { 'resp-content-encoding': false });
  }
  verdicts['resp-framing'] = true;
  const moved = answer.status >= 300 && answer.status < 400;
  const small = answer.body === null || answer.body.byteLength <= mostBytes;
  verdicts['resp-size'] = small;
  verdicts['resp-no-redirect'] = !moved;
  if (!moved) {
    verdicts['resp-status-200'] = answer.status === 200;
  }
  return answer.status === 200 && small ? Object.assign(verdicts, read(answer, decides)) : verdicts;
}

// read judges the response packet.
function read(answer, decides) {
  const plain = { 'resp-content-encoding': !compressed(answer.headers) };
  if (/^(\x1f\x8b|\x28\xb5\x2f\xfd)/.test(String.fromCharCode.apply(null, new Uint8Array(answer.body || 0).subarray(0, 4)))) {
    return { 'resp-content-encoding': false };
  }
  const text = textOf(answer.body);
  if (isWrapped(text)) {
    return Object.assign(plain, { 'resp-unwrapped': false });
  }
  const members = membersOf(text);
  const verdicts = Object.assign(plain, { 'resp-unwrapped': true, 'resp-json': members !== null });
  if (members === null) {
    return verdicts;
  }
  verdicts['resp-case'] = true;
  const field = {}; // its JSON text, undefined where it is missing, null where its cause is told already
  for (const name of ['ActionStatus', 'ErrorCode', 'ErrorInfo']) {
    const copies = Object.hasOwn(members, name) ? members[name] : [];
    field[name] = copies[0];
    if (copies.some((copy) => copy !== copies[0])) {
      verdicts['resp-json'] = false;
      field[name] = null;
    } else if (copies.length === 0 && Object.keys(members).some((member) => fold(member) === fold(name))) {
      verdicts['resp-case'] = false;
      field[name] = null;
    }
  }
  return Object.assign(verdicts, present(field), decides === undefined ? acceptance(field) : decided(members, field, decides));
}

function present({ ActionStatus, ErrorCode, ErrorInfo }) {
  const verdicts = {};
  if (ActionStatus !== null) {
    verdicts['resp-actionstatus-present'] = isStatus(ActionStatus);
  }
  if (ErrorCode !== null) {
    verdicts['resp-errorcode-present'] = isInteger(ErrorCode);
  }
  if (ErrorInfo !== null) {
    verdicts['resp-errorinfo-present'] = ErrorInfo !== undefined && ErrorInfo.startsWith('"');
  }
  return verdicts;
}

function acceptance({ ActionStatus, ErrorCode }) {
  const status = isStatus(ActionStatus) ? JSON.parse(ActionStatus) : '';
  if ((isInteger(ErrorCode) && Number(ErrorCode) !== 0) || status === 'FAIL') {
    return { 'resp-errorcode-zero': false };
  }
  return status !== '' && isInteger(ErrorCode) ? { 'resp-errorcode-zero': true } : {};
}

function accepts(verdicts) {
  return ['resp-status-200', 'resp-actionstatus-present', 'resp-errorcode-present', 'resp-errorcode-zero'].every((id) => verdicts[id] === true);
}

// The classes of k6's error codes; those from 1400 to 1599 are HTTP statuses.
function timedOut(answer) {
  return answer.error_code === 1050;
}

// silent tells no answer at all from half of one: k6 begins to receive at the first byte.
function silent(answer) {
  return (timedOut(answer) || brokeOff(answer)) && answer.timings.receiving === 0;
}

function unreached({ error_code: code }) {
  return code === 1020 || (code >= 1100 && code < 1200) || (code >= 1210 && code < 1220) || (code >= 1300 && code < 1400);
}

function brokeOff({ error_code: code }) {
  return (code > 0 && code < 1400) || (code >= 1600 && code !== notDecoded);
}

// isWrapped tells a packet that is a member, an entry or a string, the shallowest first.
function isWrapped(text) {
  const root = parsed(text);
  if (text === canonical || root === undefined) {
    return false;
  }
  const least = isPlain(root) ? Math.max(2, 1 + documented(root)) : 1;
  const outer = [root];
  for (let i = 0; i < outer.length && i < 256; i++) {
    const value = outer[i];
    const string = typeof value === 'string' && /^\s*[{[]/.test(value) ? [parsed(value)] : [];
    for (const inner of typeof value === 'object' && value !== null ? Object.values(value).slice(0, 64) : string) {
      if (isPlain(inner) && documented(inner) >= least) {
        return true;
      }
      outer.push(inner);
    }
  }
  return false;
}

function documented(object) {
  const names = Object.keys(object).map(fold);
  return ['actionstatus', 'errorcode', 'errorinfo'].filter((name) => names.includes(name)).length;
}

function isPlain(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// compressed tells a coding that k6 has undone and that nothing has asked for.
function compressed(fields) {
  const name = Object.keys(fields).find((field) => field.toLowerCase() === 'content-encoding');
  return name !== undefined && /gzip|deflate|br|zstd/i.test(fields[name]);
}

// textOf decodes UTF-8, which k6 does silently; null where it is none.
function textOf(body) {
  const bytes = new Uint8Array(body === null ? 0 : body);
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) {
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + 4096));
  }
  if (!/[\x80-\xff]/.test(text)) {
    return text;
  }
  try {
    return decodeURIComponent(escape(text));
  } catch {
    return null;
  }
}

// membersOf is the JSON text of each member of an object, compact and in its own spelling, which JSON.parse forgets
// along with members that stand twice. It is null where the text is no JSON object.
function membersOf(text) {
  if (text === canonical) {
    return { ActionStatus: ['"OK"'], ErrorInfo: ['""'], ErrorCode: ['0'] };
  }
  if (!isObject(text)) {
    return null;
  }
  const tokens = Array.from(text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s"[\]{}:,]+/g), (match) => match[0]);
  const members = Object.create(null);
  let depth = 0;
  let name = '';
  let value = '';
  for (const token of tokens.slice(1, -1).concat(',')) {
    if (depth === 0 && token === ':') {
      name = JSON.parse(value);
      value = '';
    } else if (depth === 0 && token === ',') {
      if (value !== '') {
        members[name] = (members[name] || []).concat(value);
      }
      value = '';
    } else {
      value += token;
      depth += token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
    }
  }
  return members;
}

function isObject(text) {
  return isPlain(parsed(text));
}

// isStatus takes the JSON text of a field; what is missing or has its cause elsewhere is none.
function isStatus(json) {
  return typeof json === 'string' && ['OK', 'FAIL'].includes(JSON.parse(json));
}

// isInteger wants no fraction and no exponent, and 64 bits.
function isInteger(json) {
  return typeof json === 'string' && /^-?\d+$/.test(json) && BigInt.asIntN(64, BigInt(json)) === BigInt(json);
}

// fold forgets what misspellings of a field's name differ in.
function fold(name) {
  return name.toLowerCase().replace(/[_\-. \u00a0\u2007\u202f\u200b-\u200d\ufeff]/g, '');
}
