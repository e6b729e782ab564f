import { join } from 'node:path';
import { it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { startChild } from './child.ts';
import { acknowledged, expectSound, killRounds, loadAndKill } from './rounds.ts';

const timeout = 30_000 + killRounds * 15_000;

it(`loses nothing that it acknowledged in ${killRounds} rounds of kill -9`, { timeout }, async () => {
  const dataDir = await tempDir();
  let lastId = 0;
  let total = 0;
  const openedMs: number[] = [];
  for (let round = 0; round < killRounds; round++) {
    // On the file as the kill before left it.
    const child = await startChild(dataDir);
    openedMs.push(child.openedMs);
    const sent = await loadAndKill(child, `k${round}`);
    lastId = expectSound(join(dataDir, 'history.db'), sent, lastId);
    total += acknowledged(sent);
  }
  const median = [...openedMs].sort((a, b) => a - b)[Math.floor(openedMs.length / 2)] ?? 0;
  process.stdout.write(
    `kill -9: ${killRounds} rounds, ${total} acknowledged, none lost, opened again in ${median.toFixed()} ms (median)\n`,
  );
});
