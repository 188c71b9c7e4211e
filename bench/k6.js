import http from 'k6/http';
import { check } from 'k6';
const body = open('./body.json');
export const options = { vus: Number(__ENV.VUS), duration: __ENV.LENGTH, summaryTrendStats: ['p(99)'] };
export default function () {
  const r = http.post(__ENV.URL, body, { headers: { 'Content-Type': 'application/json' } });
  check(r, { ok: (r) => r.status === 200 && r.json('ErrorCode') === 0 });
}
