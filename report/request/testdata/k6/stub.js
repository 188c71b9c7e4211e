// What stands in for all of k6's modules: the answers are given, and what the script does is written down.

import { createHash } from 'node:crypto';

export const world = { iteration: 0, answer: null, exchange: null };

function bytes(base64) {
  const b = Buffer.from(base64, 'base64');
  return b.buffer.slice(b.byteOffset, b.byteOffset + b.length);
}

export default {
  post(url, body, params) {
    Object.assign(world.exchange, { url, body: Buffer.from(body).toString('base64'), params });
    if (world.answer.throws) {
      throw new Error(world.answer.throws);
    }
    return { ...world.answer, body: world.answer.body === null ? null : bytes(world.answer.body) };
  },
  expectedStatuses: (...statuses) => ({ statuses }),
};

export function check(value, verdicts, tags) {
  Object.assign(world.exchange, { verdicts, tags });
}

export const sha256 = (text, encoding) => createHash('sha256').update(text).digest(encoding);
export const b64decode = bytes;
export const scenario = { get iterationInTest() { return world.iteration; } };

export function SharedArray(name, make) {
  return JSON.parse(JSON.stringify(make()));
}

class Metric {
  constructor(name) {
    this.name = name;
  }

  add(value, tags) {
    world.exchange.samples[this.name] = { value: Number(value), tags };
  }
}

export { Metric as Counter, Metric as Rate };
