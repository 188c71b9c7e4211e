// Callbacks of Tencent Cloud Chat as a k6 script, made by timhook generate --as k6.
//
//   k6 run script.js                    k6 1.0 or later
//
// TIMHOOK_TOKEN                   the console's authentication token, with which each request is signed as it is sent
// TIMHOOK_URL                     another callback URL
// TIMHOOK_RATE                    callbacks a second, such as 500; also 30/m or 100/h
// TIMHOOK_DURATION                such as 30s or 5m
// TIMHOOK_VUS, TIMHOOK_MAX_VUS    connections at first, and at most
//
// The checks are those of timhook test; timhook explain NAME says what each asks for and how to mend it. One that another
// has the cause of is not held. backend-reached stands for connections that could not be made, which say nothing of answers.

import { check } from 'k6';
import { sha256 } from 'k6/crypto';
import { SharedArray } from 'k6/data';
import { b64decode } from 'k6/encoding';
import { scenario } from 'k6/execution';
import http from 'k6/http';
import { Counter, Rate } from 'k6/metrics';

const deadline = 2000; // milliseconds that Chat waits for the whole answer (Webhook Overview, 1047/34354)

const settings = plan();
const token = secret(__ENV.TIMHOOK_TOKEN || '');
const place = address(__ENV.TIMHOOK_URL || settings.url);
const requests = new SharedArray('callbacks', callbacks);
const header = Object.fromEntries(settings.header);
const load = arrivals(__ENV.TIMHOOK_RATE || settings.rate, __ENV.TIMHOOK_DURATION || settings.duration);
const most = load.perSecond * seconds(load.scenario.duration) - 1e-6; // callbacks, all machines together

const failed = new Rate('timhook_fail'); // exchanges that break a MUST
const failures = new Counter('timhook_failures');
const late = new Rate('timhook_late'); // of those that have to be accepted: no whole answer in time
const lateOnes = new Counter('timhook_late_answers');
const accepted = new Counter('timhook_accepted');

export const options = {
  scenarios: { callbacks: load.scenario },
  thresholds: settings.thresholds,
  summaryTrendStats: ['min', 'med', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'max'],
  userAgent: '', // what is not in the header is not sent
};

if (settings.needsToken && token === '') {
  throw new Error('no token: this script was generated with one, so set TIMHOOK_TOKEN to the console\'s authentication token');
}

export default function () {
  if (scenario.iterationInTest >= most) {
    return; // k6 may begin one more at the very end
  }
  const request = requests[scenario.iterationInTest % requests.length];
  const tags = settings.tags[request.callback];
  const answer = deliver(request, tags);
  const verdicts = judge(answer, request);
  check(answer, verdicts, tags);
  count(answer, verdicts, request.expect, tags);
}

function deliver(request, tags) {
  const body = request.base64 === undefined ? request.body : b64decode(request.base64);
  try {
    return http.post(target(request), body, {
      headers: header,
      tags: Object.assign({ name: request.callback }, tags), // not the URL, which is another one every second
      timeout: deadline,
      redirects: 0,
      responseType: 'binary',
      responseCallback: request.expect === undefined ? http.expectedStatuses(200) : null, // what is to be refused is no failed request
    });
  } catch (e) {
    if (!String(e).includes('unsupported response status')) {
      throw e;
    }
    return { status: 101, error_code: 0, headers: {}, body: null, timings: { duration: 0 } };
  }
}

function count(answer, verdicts, expect, tags) {
  const fails = Object.values(verdicts).includes(false);
  failed.add(fails, tags);
  failures.add(fails ? 1 : 0, tags);
  if (expect === undefined && !unreached(answer)) {
    const slow = timedOut(answer) || answer.timings.duration > deadline;
    late.add(slow, tags);
    lateOnes.add(slow ? 1 : 0, tags);
  }
  if (expect === undefined && accepts(verdicts)) {
    accepted.add(1, tags);
  }
}

// target is the URL of a request with the parameters in their order, signed with the present second.
function target(request) {
  const pieces = place.query.concat(request.query.split('&'), signature(request.sign, Math.floor(Date.now() / 1000)));
  if (!settings.sorted) {
    return place.base + '?' + pieces.join('&');
  }
  const named = pieces.filter((piece) => piece !== '').map((piece) => ({ piece, name: nameOf(piece) }));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return place.base + '?' + named.map((n) => n.piece).join('&');
}

// signature is what signs a request, rightly or wrongly on purpose: Sign is the SHA-256 of the token and RequestTime.
function signature(how, now) {
  if (how === 'off' || (how === undefined && token === '')) {
    return [];
  }
  let at = BigInt(settings.requestTime.fixed || now) + BigInt(settings.requestTime.offset);
  if (how === 'missing') {
    return ['RequestTime=' + at];
  }
  at += how === 'stale' ? BigInt(-90) : how === 'future' ? BigInt(90) : BigInt(0);
  let sign = sha256(token + at, 'hex');
  if (how === 'wrong') {
    sign = sign.slice(0, -1) + (sign.endsWith('0') ? '1' : '0');
  }
  return ['Sign=' + sign, 'RequestTime=' + at];
}

// secret is the token, which may stand in another variable or in a file, as for timhook itself.
function secret(text) {
  if (text.startsWith('file:')) {
    return open(text.slice(5)).replace(/[\r\n]+$/, '');
  }
  if (!text.startsWith('env:')) {
    return text;
  }
  const name = text.slice(4);
  if (!__ENV[name]) {
    throw new Error(`TIMHOOK_TOKEN: ${name} is not set`);
  }
  return __ENV[name];
}

// address takes a callback URL apart. An error does not quote it, since it may hold a secret.
function address(url) {
  const parts = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(url.startsWith(':') ? 'http://127.0.0.1' + url : url);
  if (parts === null) {
    throw new Error('TIMHOOK_URL: want http:// or https://, a host and a path');
  }
  const inASCII = (text) => text.replace(/[^\x00-\x7f]+/g, encodeURIComponent);
  return { base: parts[1] + inASCII(parts[2] || '/'), query: parts[3] ? inASCII(parts[3]).split('&') : [] };
}

// nameOf is the name of a parameter as it is sorted by.
function nameOf(piece) {
  const name = piece.split('=', 1)[0];
  try {
    return decodeURIComponent(name.replace(/\+/g, ' '));
  } catch {
    return name;
  }
}

// arrivals is an open model: a slow backend does not slow the callbacks down, as long as there are connections left.
function arrivals(text, duration) {
  const parts = /^(\d+)(?:\.(\d+))?(?:\/([smh]))?$/.exec(text);
  const fraction = parts === null || parts[2] === undefined ? '' : parts[2];
  const rate = parts === null ? 0 : Number(parts[1] + fraction);
  if (rate === 0) {
    throw new Error(`TIMHOOK_RATE: got "${text}", want callbacks a second such as 500, or a rate such as 30/m`);
  }
  const unit = parts[3] || 's';
  const units = 10 ** fraction.length;
  const perSecond = rate / units / { s: 1, m: 60, h: 3600 }[unit];
  const first = Number(__ENV.TIMHOOK_VUS || Math.ceil(perSecond / 5)); // answers within 200 ms
  const last = Number(__ENV.TIMHOOK_MAX_VUS || Math.ceil(perSecond * 2) + 10); // every answer just in time
  return {
    perSecond,
    scenario: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: units + unit,
      duration,
      preAllocatedVUs: first,
      maxVUs: Math.max(first, last),
    },
  };
}

function seconds(duration) {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(duration)) {
    throw new Error(`TIMHOOK_DURATION: got "${duration}", want a time such as 30s or 1m30s`);
  }
  let sum = 0;
  for (const [, number, unit] of duration.matchAll(/([\d.]+)(ms|s|m|h)/g)) {
    sum += number * { ms: 0.001, s: 1, m: 60, h: 3600 }[unit];
  }
  return sum;
}
