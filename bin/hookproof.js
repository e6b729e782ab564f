#!/usr/bin/env node
/**
 * The command line's entry. It imports nothing of the app before it knows the Node version: an older Node ends with a stack
 * trace over `node:sqlite`. Such a Node starts the command again on the one that was installed with Hookproof.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

/**
 * The executable of the `node` package, which Windows names differently; undefined when it is not installed, or was too old
 * itself.
 */
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

function runOn(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
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
}

if (Number(process.versions.node.split('.', 1)[0]) >= NEEDED) {
  await import('../out/main/cli.js');
} else {
  const node = installedNode();
  if (node === undefined) {
    process.stderr.write(
      `hookproof: Node.js ${NEEDED} or newer is needed, and this is ${process.versions.node}: install it, or run \`npm ci\`, which brings it.\n`,
    );
    process.exitCode = 1;
  } else runOn(node);
}
