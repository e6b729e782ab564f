import type { Failure } from '../../../core/failure.ts';
import { errnoOf } from '../../atomic-file.ts';
import type { InBackground } from '../background.ts';
import { SALVAGE_VALUE } from '../salvage/salvage-job.ts';
import type { Salvaging } from '../salvage/salvaging.ts';
import { describeError } from './connection.ts';
import { markDamaged } from './damage-mark.ts';
import type { ReaderCalls, WriterCalls, WriterOpening } from './protocol.ts';
import type { WorkerClient } from './worker-client.ts';

/** How often in one run: a disk that damages each file anew would fill up with them. */
const MOST_TIMES = 3;

export interface StartingOver {
  /** Damage was found in the history that is in use: `finding`, in SQLite's words. */
  begin(finding: string): void;
  /** Begins none any more, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Sets a history that turns out damaged aside while it is in use, and begins a new one, as the next start would: capturing cannot
 * wait for that. What is asked of the workers meanwhile fails, so that senders come again.
 */
export function createStartingOver(options: {
  readonly file: string;
  readonly writer: WorkerClient<WriterCalls, WriterOpening>;
  readonly reader: WorkerClient<ReaderCalls, null>;
  readonly salvage: Salvaging;
  readonly giveUpChecks: () => Promise<void>;
  readonly onFault: (failure: Failure) => void;
  readonly inBackground: InBackground;
  /** All captures are others now. */
  readonly begun: () => void;
}): StartingOver {
  const { writer, reader, salvage, onFault } = options;
  let times = 0;
  let running: Promise<void> | null = null;

  async function startOver(): Promise<void> {
    await Promise.all([salvage.pause(), options.giveUpChecks()]);
    const opened = await writer.restart();
    if (!opened.ok) return onFault(opened.failure);
    const read = await reader.restart();
    if (!read.ok) return onFault(read.failure);
    const { movedTo } = opened.value;
    if (movedTo !== null) onFault({ code: 'store-corrupt', movedTo });
    const jobs = await reader.call('value', { name: SALVAGE_VALUE });
    if (!jobs.ok) return onFault(jobs.failure);
    salvage.resume(jobs.value);
    options.begun();
  }

  function mark(finding: string): boolean {
    try {
      markDamaged(options.file, { finding, movedTo: null });
      return true;
    } catch (error) {
      if (errnoOf(error) === null) throw error;
      onFault({ code: 'storage-failed', detail: describeError(error) });
      return false;
    }
  }

  return {
    begin(finding) {
      if (running !== null) return;
      // The worker that opens the file goes by the mark; where no other is begun in this run, the next start does.
      if (!mark(finding) || times >= MOST_TIMES) return;
      times += 1;
      running = options.inBackground(startOver()).finally(() => {
        running = null;
      });
    },
    async stop() {
      times = MOST_TIMES;
      await running;
    },
  };
}
