/**
 * Builds `out/` when it is missing or older than what it is built from. Several processes may call it at once (a test
 * runner starting many command lines, say): one builds, the others wait for it. Prints to standard error only.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'out', '.built');
const lockDir = join(root, 'node_modules', '.hookproof-build-lock');
const inputs = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];

function newestChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let newest = 0;
  for (const name of readdirSync(path)) newest = Math.max(newest, newestChange(join(path, name)));
  return newest;
}

export function isStale() {
  if (!existsSync(stampFile)) return true;
  const built = Number(readFileSync(stampFile, 'utf8'));
  return inputs.some((input) => newestChange(join(root, input)) > built);
}

/** An installation without the build tools (`npm ci --omit=dev` of a packaged tree) has nothing to build with. */
function build() {
  const started = Date.now();
  process.stderr.write('hookproof: building the app (once after each change)\n');
  const cli = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const run = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) throw new Error(`the build failed (exit ${run.status ?? run.signal})`);
  writeFileSync(stampFile, String(started));
  process.stderr.write(`hookproof: built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

function lockHolderIsAlive() {
  try {
    process.kill(Number(readFileSync(join(lockDir, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    // EPERM: alive under another user. Anything else (no file yet, no such process) means nobody holds it.
    return error.code === 'EPERM';
  }
}

export async function buildIfStale({ force = false } = {}) {
  if (!force && !isStale()) return;
  for (;;) {
    try {
      mkdirSync(lockDir);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      // The holder writes its pid right after mkdir; a lock of a process that was killed is older than that moment.
      const age = Date.now() - (statSync(lockDir, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 1000 && !lockHolderIsAlive()) rmSync(lockDir, { recursive: true, force: true });
      await delay(200);
    }
  }
  try {
    writeFileSync(join(lockDir, 'pid'), String(process.pid));
    if (force || isStale()) build();
  } finally {
    rmSync(lockDir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfStale({ force: process.argv.includes('--force') });
