/**
 * `npm start`: the desktop window where Electron's runtime and a display are there, and otherwise the same app in the
 * browser, saying which and why. `npm start -- --data DIR` and the options of `hookproof serve` are passed on.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build-if-stale.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const electronDir = join(root, 'node_modules', 'electron');
const INSTALL_LIMIT_MS = 3 * 60 * 1000;

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** The runtime's program, or undefined. `require('electron')` would download it when it is missing. */
function electronProgram() {
  const pathFile = join(electronDir, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const program = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(electronDir, 'dist'),
    readFileSync(pathFile, 'utf8'),
  );
  return existsSync(program) ? program : undefined;
}

/** npm may have skipped electron's own download (`--ignore-scripts`, no network then); it is tried once more here. */
function installElectron() {
  const installer = join(electronDir, 'install.js');
  if (!existsSync(installer)) return undefined;
  console.error('Hookproof: Electron’s runtime is missing, downloading it (once) …');
  spawnSync(process.execPath, [installer], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: INSTALL_LIMIT_MS,
  });
  return electronProgram();
}

/** A second Ctrl+C within this is npm handing on the one that the terminal sent here already. */
const SAME_SIGNAL_MS = 500;

/** Runs until it ends, hands signals on, and ends with its exit code (128 + n for a signal, as shells say it). */
function run(program, args, env = process.env) {
  // In a process group of its own, so that a terminal's Ctrl+C comes once, by way of this process: a second ends the app at
  // once instead of in order. Windows has no such groups.
  const child = spawn(program, args, { stdio: 'inherit', env, detached: process.platform !== 'win32' });
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (performance.now() - lastAt > SAME_SIGNAL_MS) child.kill(signal);
      lastAt = performance.now();
    });
  }
  child.on('error', (error) => {
    console.error(`Hookproof: ${program} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

await buildIfStale();
const args = process.argv.slice(2);
let program;
if (!hasDisplay()) {
  console.error('Hookproof: there is no display, so the app is served to your browser instead.');
} else {
  program = electronProgram() ?? installElectron();
  if (program === undefined) {
    console.error(
      'Hookproof: Electron’s runtime could not be downloaded, so the app is served to your browser instead.',
    );
  }
}

if (program === undefined) {
  run(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'serve', ...args]);
} else {
  // Chromium takes switches as `--data=DIR` only.
  const data = args.indexOf('--data');
  if (data !== -1) args.splice(data, 2, `--data=${args[data + 1] ?? ''}`);
  // Chromium's own sandbox refuses to run as root; containers and remote boxes are where that happens.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  run(program, [root, ...args], env);
}
