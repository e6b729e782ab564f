/**
 * Imported first by scripts that import our TypeScript: a Node that cannot run it (20) starts the script again on the one
 * that `npm ci` brought, which `npm run` puts on the PATH by itself.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

if (Number(process.versions.node.split('.', 1)[0]) < 24) {
  const node = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  const { status } = spawnSync(node, process.argv.slice(1), { stdio: 'inherit' });
  process.exit(status ?? 1);
}
