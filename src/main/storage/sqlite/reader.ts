import type { DatabaseSync } from 'node:sqlite';
import { attemptReads } from './attempts-table.ts';
import { captureReads } from './capture-reads.ts';
import { pragma } from './connection.ts';
import type { ReaderCalls } from './protocol.ts';
import { queueReads } from './queue-table.ts';
import { registerReads } from './registers.ts';

export function createReader(db: DatabaseSync): ReaderCalls {
  return {
    ...captureReads(db),
    ...attemptReads(db),
    ...queueReads(db),
    ...registerReads(db),
    quickCheck: () => String(pragma(db, 'quick_check(1)')),
  };
}
