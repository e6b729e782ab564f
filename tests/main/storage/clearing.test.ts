import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/result.ts';
import { reportingBugs } from '../../../src/main/storage/background.ts';
import { createClearing } from '../../../src/main/storage/sqlite/clearing.ts';
import type { ReaderCalls, WriterCalls } from '../../../src/main/storage/sqlite/protocol.ts';
import type { WorkerClient } from '../../../src/main/storage/sqlite/worker-client.ts';

/** A worker that answers by `answers`, in which a name that is missing is a bug. */
function workerOf<Calls>(answers: Readonly<Record<string, unknown>>): WorkerClient<Calls> {
  const client = {
    async call(name: string) {
      if (!Object.hasOwn(answers, name)) throw new Error(`a bug in ${name}`);
      return ok(answers[name]);
    },
  };
  // Clearing only calls.
  return client as unknown as WorkerClient<Calls>;
}

describe('deleting in the background what was cleared', () => {
  it('reports a bug, and neither ends the process nor stands in the way of what comes after it', async () => {
    const bugs: unknown[] = [];
    const clearing = createClearing({
      writer: workerOf<WriterCalls>({ shrink: { more: false, full: false } }),
      reader: workerOf<ReaderCalls>({}),
      // Nobody waits for this one: a rejection would be unhandled, which vitest fails for too.
      hiddenBefore: ['first', 'second'],
      isShortOfRoom: () => false,
      onFault: () => undefined,
      inBackground: reportingBugs((error) => bugs.push(error)),
    });
    await clearing.purged();
    expect(bugs.map(String)).toEqual(['Error: a bug in purge', 'Error: a bug in purge']);
    await clearing.stop();
  });
});
