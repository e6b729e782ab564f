#!/usr/bin/env node
/**
 * The command line's entry. It imports nothing of the app before it knows the Node version: an older Node ends with a stack
 * trace over `node:sqlite`. Such a Node starts the command again on the one that was installed with Hookproof.
 */
const NEEDED = 24;

if (Number(process.versions.node.split('.', 1)[0]) >= NEEDED) {
  keepCompiledCode();
  await import('../out/main/cli.js');
} else {
  const { fileURLToPath } = await import('node:url');
  const { runOnInstalledNode } = await import('./on-installed-node.js');
  if (!runOnInstalledNode(fileURLToPath(import.meta.url))) {
    process.stderr.write(
      `hookproof: Node.js ${NEEDED} or newer is needed, and this is ${process.versions.node}: install it, or run \`npm ci\`, which brings it.\n`,
    );
    process.exitCode = 1;
  }
}

/**
 * V8 compiles a megabyte of JavaScript at every start, half of what a start takes. Kept in the user's own cache folder: in Node's
 * place for it, the system's folder for temporary files, another user may have put code before. By the environment, because that
 * reaches the workers too.
 */
function keepCompiledCode() {
  const { env, platform } = process;
  const { homedir } = process.getBuiltinModule('node:os');
  const { join } = process.getBuiltinModule('node:path');
  const caches = {
    darwin: () => join(homedir(), 'Library', 'Caches'),
    win32: () => env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'),
  };
  const folder = caches[platform]?.() ?? (env.XDG_CACHE_HOME || join(homedir(), '.cache'));
  env.NODE_COMPILE_CACHE ??= join(folder, 'hookproof', 'compiled');
  // Where nothing can be written, it says so and nothing is kept.
  process.getBuiltinModule('node:module').enableCompileCache();
}
