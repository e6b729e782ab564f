import pino from 'pino';
import { openEngine } from '../../../src/main/open-engine.ts';
import { openVaultFileSealer } from '../../../src/main/secrets/vault-file-sealer.ts';
import { sourceWorkers } from '../../support/source-workers.ts';

/** A program that captures into a data folder: prints its URL, then a line for each capture that is judged, until it is killed. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('the data folder is missing');
const opened = await openEngine({
  dataDir,
  host: 'cli',
  version: 'test',
  openSealer: (dir) => openVaultFileSealer({ dataDir: dir, passphrase: null }),
  workers: sourceWorkers,
  log: pino({ level: 'error' }, pino.destination(2)),
  port: 0,
});
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const engine = opened.value;
engine.on('captures.changed', ({ rows }) => {
  for (const row of rows) if (row.verdicts.length > 0) process.stdout.write(`${row.id}\n`);
});
await engine.start();
const { listener } = await engine.handlers['app.state'](null);
process.stdout.write(`${listener.kind === 'listening' ? listener.url : listener.kind}\n`);
