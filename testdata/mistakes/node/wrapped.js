'use strict';

// A house style around every answer. FIXED=a,b,c in the environment cures the mistakes of these names, FIXED=all all.
//
// wrapped   answers {"code":0,"data":{…}}
// millis    compares RequestTime, in seconds, with Date.now(), in milliseconds
// type      answers 415 unless the Content-Type is application/json to the letter
// silent    answers nothing to a body that is no JSON
// uncaught  leaves a promise uncaught that fails with a null body or a client that has gone, so that the process ends
// no-app    takes the callbacks of any application

const { createHash } = require('node:crypto');
const http = require('node:http');

const { PORT, FIXED = '', IM_TOKEN, IM_SDK_APP_ID } = process.env;
const fixed = (name) => FIXED.split(',').includes(name) || FIXED === 'all';

function signed(query) {
  const time = query.get('RequestTime') ?? '';
  if (!/^\d{1,12}$/.test(time)) return false;
  const late = fixed('millis') ? Math.abs(Date.now() - 1000 * Number(time)) : Math.abs(Date.now() - Number(time));
  return late <= 60_000 && query.get('Sign') === createHash('sha256').update(IM_TOKEN + time).digest('hex');
}

function answer(res, status, reason) {
  const packet = { ActionStatus: reason ? 'FAIL' : 'OK', ErrorInfo: reason, ErrorCode: reason ? 1 : 0 };
  res.writeHead(status, { 'Content-Type': 'application/json' });
  res.end(JSON.stringify(fixed('wrapped') ? packet : { code: packet.ErrorCode, data: packet }));
}

async function read(req) {
  req.setEncoding('utf8');
  let text = '';
  for await (const chunk of req) text += chunk;
  return text;
}

async function handle(req, res) {
  const query = new URLSearchParams(req.url.split('?')[1]);
  const body = await read(req);
  if (req.method !== 'POST') return answer(res, 405, 'POST only');
  if (!signed(query)) return answer(res, 403, 'Sign is wrong');
  if (fixed('no-app') && query.get('SdkAppid') !== IM_SDK_APP_ID) return answer(res, 403, 'SdkAppid is not ours');
  if (!fixed('type') && req.headers['content-type'] !== 'application/json') return answer(res, 415, 'JSON only');
  let packet;
  try {
    packet = JSON.parse(body);
  } catch (err) {
    console.error(err.message);
    if (fixed('silent')) answer(res, 400, 'no JSON');
    return;
  }
  console.log('callback', packet.CallbackCommand.length);
  answer(res, 200, '');
}

http.createServer((req, res) => {
  const done = handle(req, res);
  if (fixed('uncaught')) done.catch(() => answer(res, 400, 'no packet'));
}).listen(PORT, '127.0.0.1');
