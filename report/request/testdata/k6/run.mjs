// Runs script.mjs as k6 would, one iteration for each answer on standard input.

import { readFileSync } from 'node:fs';
import { world } from 'k6';

const { env, now, answers } = JSON.parse(readFileSync(0, 'utf8'));
globalThis.__ENV = env;
globalThis.open = (path) => readFileSync(path, 'utf8');
Date.now = () => now * 1000 + 999;

const result = { exchanges: [] };
try {
  const script = await import('./script.mjs');
  result.options = script.options;
  for (const answer of answers) {
    world.answer = answer;
    world.exchange = { samples: {} };
    script.default();
    result.exchanges.push(world.exchange);
    world.iteration++;
  }
} catch (e) {
  result.error = e.message;
}
process.stdout.write(JSON.stringify(result));
