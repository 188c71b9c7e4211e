'use strict';

// A first try on node:http. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.
//
// plain-ok  answers the text ok
// exception lets JSON.parse throw, so that the process ends
// null-body reads a member of null, so that the process ends
// no-sign   checks neither Sign nor RequestTime
// no-app    takes the callbacks of any application
// method    takes any method

const { createHash } = require('node:crypto');
const http = require('node:http');

const { PORT, FIXED = '', IM_TOKEN, IM_SDK_APP_ID } = process.env;
const fixed = (name) => FIXED.split(',').includes(name) || FIXED === 'all';

function signed(query) {
  const time = query.get('RequestTime') ?? '';
  if (!/^\d{1,12}$/.test(time) || Math.abs(Date.now() / 1000 - Number(time)) > 60) return false;
  return query.get('Sign') === createHash('sha256').update(IM_TOKEN + time).digest('hex');
}

function answer(res, status, reason) {
  if (!fixed('plain-ok')) return res.end('ok');
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify({ ActionStatus: reason ? 'FAIL' : 'OK', ErrorInfo: reason, ErrorCode: reason ? 1 : 0 }));
}

function parse(body) {
  if (!fixed('exception')) return JSON.parse(body);
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const query = new URLSearchParams(req.url.split('?')[1]);
    if (fixed('method') && req.method !== 'POST') return answer(res, 405, 'POST only');
    if (fixed('no-sign') && !signed(query)) return answer(res, 403, 'Sign is wrong');
    if (fixed('no-app') && query.get('SdkAppid') !== IM_SDK_APP_ID) return answer(res, 403, 'SdkAppid is not ours');
    const packet = parse(Buffer.concat(chunks));
    if (packet === undefined) return answer(res, 400, 'no JSON');
    if (fixed('null-body') && (packet === null || typeof packet !== 'object' || Array.isArray(packet))) {
      return answer(res, 400, 'no object');
    }
    console.log('callback', packet.CallbackCommand);
    answer(res, 200, '');
  });
}).listen(PORT, '127.0.0.1');
