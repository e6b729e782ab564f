import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { startChild } from './child.ts';
import { noFaultsHere, prepareFaults } from './fault-shim.ts';
import { acknowledged, expectSound, loadAndKill, powerLossRounds } from './rounds.ts';

const timeout = 30_000 + powerLossRounds * 15_000;
const title = `loses nothing that it acknowledged in ${powerLossRounds} rounds of power loss`;

it.skipIf(noFaultsHere !== null)(title, { timeout }, async () => {
  const dataDir = await tempDir();
  const file = join(dataDir, 'history.db');
  const faults = await prepareFaults({ keepDurable: true });
  let lastId = 0;
  let total = 0;
  for (let round = 0; round < powerLossRounds; round++) {
    const child = await startChild(dataDir, { env: faults.env });
    const sent = await loadAndKill(child, `p${round}`);
    // What was written and not synced is gone; a file that this round did not sync is as an earlier one left it. Without the
    // rollback journal from before the log: its deletion is on disk with the first sync after it, as file systems order it.
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true });
    for (const suffix of ['', '-wal'])
      await copyFile(join(faults.durableDir, `history.db${suffix}`), `${file}${suffix}`);
    lastId = expectSound(file, sent, lastId);
    total += acknowledged(sent);
  }
  process.stdout.write(`power loss: ${powerLossRounds} rounds, ${total} acknowledged, none lost\n`);
});

if (noFaultsHere !== null) process.stdout.write(`power loss: not tested, ${noFaultsHere}\n`);
