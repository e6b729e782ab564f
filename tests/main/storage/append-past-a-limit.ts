import { openSqliteStore } from '../../../src/main/storage/sqlite/sqlite-store.ts';
import { newCapture } from '../../support/captures.ts';
import { programUrl } from '../../support/programs.ts';

/** A program that appends until appending failed, then some more, and prints what became of each as a JSON line. */
const file = process.argv[2];
if (file === undefined) throw new Error('the history file is missing');
const print = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const opened = await openSqliteStore({
  file,
  workers: {
    writer: programUrl('storage-writer'),
    reader: programUrl('storage-reader'),
  },
  ballastBytes: 65_536,
  onFault: (fault) => print({ fault }),
});
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
for (let failed = 0; failed < 3; ) {
  const stored = await opened.value.append(newCapture({ body: 'x'.repeat(20_000) }));
  print(stored.ok ? { id: stored.value.id } : { failure: stored.failure });
  if (!stored.ok) failed += 1;
}
await opened.value.close();
