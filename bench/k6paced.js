import http from 'k6/http';
import { check } from 'k6';
const body = open('./body.json');
export const options = {
  scenarios: { paced: {
    executor: 'constant-arrival-rate', rate: Number(__ENV.RATE), timeUnit: '1s', duration: __ENV.LENGTH,
    preAllocatedVUs: Number(__ENV.VUS), maxVUs: 4 * Number(__ENV.VUS),
  } },
};
export default function () {
  const r = http.post(__ENV.URL, body, { headers: { 'Content-Type': 'application/json' } });
  check(r, { ok: (r) => r.status === 200 && r.json('ErrorCode') === 0 });
}
