'use strict';

// Everything is a string. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all cures all.
//
// string-code  answers ErrorCode as a string
// lower-case   answers actionStatus
// created      answers 201
// md5          takes MD5 for the signature
// no-window    takes any RequestTime
// unknown      answers 404 to a command that it does not know
// no-app       takes the callbacks of any application
// array        takes an array for a packet

const { createHash } = require('node:crypto');
const http = require('node:http');

const { PORT, FIXED = '', IM_TOKEN, IM_SDK_APP_ID } = process.env;
const fixed = (name) => FIXED.split(',').includes(name) || FIXED === 'all';

function signed(query) {
  const time = query.get('RequestTime') ?? '';
  if (fixed('no-window') && (!/^\d{1,12}$/.test(time) || Math.abs(Date.now() / 1000 - Number(time)) > 60)) return false;
  return query.get('Sign') === createHash(fixed('md5') ? 'sha256' : 'md5').update(IM_TOKEN + time).digest('hex');
}

function answer(res, status, reason) {
  const code = reason ? 1 : 0;
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify({
    [fixed('lower-case') ? 'ActionStatus' : 'actionStatus']: reason ? 'FAIL' : 'OK',
    ErrorInfo: reason,
    ErrorCode: fixed('string-code') ? code : String(code),
  }));
}

function parse(body) {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    const query = new URLSearchParams(req.url.split('?')[1]);
    if (req.method !== 'POST') return answer(res, 405, 'POST only');
    if (!signed(query)) return answer(res, 403, 'Sign is wrong');
    if (fixed('no-app') && query.get('SdkAppid') !== IM_SDK_APP_ID) return answer(res, 403, 'SdkAppid is not ours');
    const packet = parse(Buffer.concat(chunks));
    if (packet === null || typeof packet !== 'object' || (fixed('array') && Array.isArray(packet))) {
      return answer(res, 400, 'no packet');
    }
    switch (packet.CallbackCommand) {
      case 'Bot.OnGroupMessage':
      case 'Group.CallbackAfterSendMsg':
      case 'Group.CallbackAfterRecallMsg':
      case 'Group.CallbackAfterGroupAttrChanged':
        return answer(res, fixed('created') ? 200 : 201, '');
      default:
        return answer(res, fixed('unknown') ? 200 : 404, fixed('unknown') ? '' : 'unknown command');
    }
  });
}).listen(PORT, '127.0.0.1');
