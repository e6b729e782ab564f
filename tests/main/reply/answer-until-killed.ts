import { openTestEngine } from '../../support/open-test-engine.ts';

/** A program that captures into a data folder: prints its URL, then a line for each capture that is judged, until it is killed. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('the data folder is missing');
const opened = await openTestEngine(dataDir);
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const engine = opened.value;
engine.on('captures.changed', ({ rows }) => {
  for (const row of rows) if (row.verdicts.length > 0) process.stdout.write(`${row.id}\n`);
});
await engine.start();
const { listener } = await engine.handlers['app.state'](null);
process.stdout.write(`${listener.kind === 'listening' ? listener.url : listener.kind}\n`);
