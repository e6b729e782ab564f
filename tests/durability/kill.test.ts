import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { startChild } from './child.ts';
import { acknowledged, expectSound, killRounds, loadAndKill } from './rounds.ts';

const timeout = 30_000 + killRounds * 5000;

it(`loses nothing that it acknowledged in ${killRounds} rounds of kill -9`, { timeout }, async () => {
  const dataDir = await tempDir();
  let lastId = 0;
  let total = 0;
  for (let round = 0; round < killRounds; round++) {
    // On the file as the kill before left it.
    const child = await startChild(dataDir);
    expect(child.openedMs).toBeLessThan(3000);
    const sent = await loadAndKill(child, `k${round}`);
    lastId = expectSound(join(dataDir, 'history.db'), sent, lastId);
    total += acknowledged(sent);
  }
  process.stdout.write(`kill -9: ${killRounds} rounds, ${total} acknowledged, none lost\n`);
});
