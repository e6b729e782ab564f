import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const USAGE = `npm run durability -- [--rounds N] [--power-loss N]
The durability tests with more rounds than \`npm test\` has: kill -9 under load, and loss of power where a C compiler is installed.
Defaults: 200 and 60.
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    'power-loss': { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(USAGE);
  process.exit();
}
for (const name of ['rounds', 'power-loss'] as const) {
  if (!/^\d+$/.test(values[name])) throw new Error(`--${name} takes a whole number`);
}
const run = spawn('vitest', ['run', '--project', 'unit', 'tests/durability'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    HOOKPROOF_KILL_ROUNDS: values.rounds,
    HOOKPROOF_POWER_LOSS_ROUNDS: values['power-loss'],
  },
});
run.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
