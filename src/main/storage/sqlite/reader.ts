import type { DatabaseSync } from 'node:sqlite';
import { segmentFolder } from '../search/segment-file.ts';
import { attemptReads } from './attempts-table.ts';
import { captureReads } from './capture-reads.ts';
import { historyCheck } from './history-check.ts';
import { createNarrowing } from './narrowing.ts';
import type { ReaderCalls } from './protocol.ts';
import { queueReads } from './queue-table.ts';
import { registerReads } from './registers.ts';
import { segmentMaking } from './segment-making.ts';

/** `file`: where the history lies, and its search index beside it. */
export function createReader(db: DatabaseSync, file: string): ReaderCalls {
  const folder = segmentFolder(file);
  const narrowing = createNarrowing(db, folder);
  return {
    ...captureReads(db, narrowing),
    ...segmentMaking(db, folder, narrowing.damaged),
    ...attemptReads(db),
    ...queueReads(db),
    ...registerReads(db),
    check: () => historyCheck(db),
  };
}
