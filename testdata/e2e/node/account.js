'use strict';

// What the backends on Node share: whose callback it is, and the response packets.

const { createHash, timingSafeEqual } = require('node:crypto');

const { PORT, TOKEN, SDK_APP_ID, DELAY_MS = '0', WORKERS = '0' } = process.env;

const maxBody = 1 << 20;
const accepted = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const refused = (reason) => ({ ActionStatus: 'FAIL', ErrorInfo: reason, ErrorCode: 1 });

// knows takes a parsed query, in which a parameter that stands there twice is no string.
function knows(query) {
  if (SDK_APP_ID && query.SdkAppid !== SDK_APP_ID) return false;
  if (!TOKEN) return true;
  const { Sign: sign, RequestTime: time } = query;
  if (typeof sign !== 'string' || typeof time !== 'string' || !/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(Math.floor(Date.now() / 1000) - Number(time)) > 60) return false;
  const want = Buffer.from(createHash('sha256').update(TOKEN + time).digest('hex'));
  const got = Buffer.from(sign);
  return got.length === want.length && timingSafeEqual(got, want);
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// isCallback says whether a query and a parsed body belong to a callback.
const isCallback = (query, body) => typeof query.CallbackCommand === 'string' && query.CallbackCommand !== '' && isObject(body);

// work takes DELAY_MS, and a callback waits for its turn where WORKERS others are at work; 0 is no limit.
let atWork = 0;
const waiting = [];
async function work() {
  if (atWork === Number(WORKERS) && atWork > 0) await new Promise((turn) => waiting.push(turn));
  else atWork++;
  await new Promise((done) => setTimeout(done, Number(DELAY_MS)));
  if (waiting.length > 0) waiting.shift()();
  else atWork--;
}

module.exports = { port: Number(PORT), maxBody, accepted, refused, knows, isCallback, work };
