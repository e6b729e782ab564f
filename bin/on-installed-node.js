import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';

/**
 * Starts `entry` again, with this process's arguments, on the Node that was installed with Hookproof. False: there is none, or it
 * was too old itself.
 */
export function runOnInstalledNode(entry) {
  const node = installedNode();
  if (node === undefined) return false;
  const child = spawn(node, [entry, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, HOOKPROOF_STARTED_AGAIN: '1' },
  });
  const isAtTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child too, and a second one would end it at once.
      if (signal !== 'SIGINT' || !isAtTerminal) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    process.stderr.write(`hookproof: Node.js could not be started (${error.message}).\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
  return true;
}

/** The executable of the `node` package, which Windows names differently. */
function installedNode() {
  if (process.env.HOOKPROOF_STARTED_AGAIN !== undefined) return undefined;
  const { resolve } = createRequire(import.meta.url);
  for (const name of ['node/bin/node', 'node/bin/node.exe']) {
    try {
      const file = resolve(name);
      if (existsSync(file)) return file;
    } catch (error) {
      if (error.code !== 'MODULE_NOT_FOUND' && error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    }
  }
  return undefined;
}
