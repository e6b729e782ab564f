import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const USAGE = `npm run fuzz -- [--count N] [--seed S] [--first I]
Mutated requests to a listener: ends with 1 when one of them is lost, changed, or harms the next. Defaults: 100000, a new seed, 0.
`;

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    first: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(USAGE);
  process.exit();
}
const count = Number(values.count ?? 100_000);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000));
const first = Number(values.first ?? 0);
for (const [name, value] of Object.entries({ count, seed, first })) {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`);
}

process.stdout.write(`${count} inputs, seed ${seed}\n`);
const began = performance.now();
let told = 0;
const findings = await fuzz({ seed, first, count }, (done) => {
  if (done - told < 10_000) return;
  told = done;
  process.stdout.write(`${done} after ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
});
for (const { index, input, problem } of findings) {
  process.stdout.write(`input ${index}: ${problem}\n  ${JSON.stringify(input)}\n`);
  process.stdout.write(`  again: npm run fuzz -- --seed ${seed} --first ${index} --count 1\n`);
}
const seconds = (performance.now() - began) / 1000;
process.stdout.write(`${findings.length} findings in ${seconds.toFixed(1)} s\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
