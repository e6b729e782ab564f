import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/** `npm run durability -- --rounds 200 --power-loss 60`: the durability tests with more rounds than a push has. */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, 'power-loss': { type: 'string', default: '60' } },
});
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
