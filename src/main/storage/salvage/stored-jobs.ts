import type { Failure } from '../../../core/failure.ts';
import type { Result } from '../../../core/result.ts';
import type { Adopted, Adoption } from '../sqlite/adoption.ts';
import type { WriterCalls } from '../sqlite/protocol.ts';
import type { WorkerClient } from '../sqlite/worker-client.ts';
import { parseSalvageJobs, type SalvageJob } from './salvage-job.ts';

/** What is salvaged and how far it is, as the history has it. */
export interface StoredJobs {
  /** Oldest first. */
  readonly all: readonly SalvageJob[];
  of(file: string): SalvageJob | undefined;
  /**
   * Stores the jobs that `edit` makes of those that are there and, in the same commit, rows. One change after another: two that began
   * with the same jobs would each undo the other's.
   */
  change(
    edit: (jobs: readonly SalvageJob[]) => readonly SalvageJob[],
    rows?: Partial<Omit<Adoption, 'jobs'>>,
  ): Promise<Result<Adopted, Failure>>;
  /** Those of another history, as `SALVAGE_VALUE` has them. */
  replace(stored: string | null): void;
}

const NO_ROWS: Omit<Adoption, 'jobs'> = {
  captures: [],
  attempts: [],
  endpoints: [],
  secrets: [],
  values: [],
  queue: [],
};

export function createStoredJobs(writer: Pick<WorkerClient<WriterCalls>, 'call'>, stored: string | null): StoredJobs {
  let jobs = parseSalvageJobs(stored);
  let last: Promise<unknown> = Promise.resolve();

  return {
    get all() {
      return jobs;
    },
    of: (file) => jobs.find((job) => job.file === file),
    change(edit, rows = {}) {
      const changed = last.then(async () => {
        const next = edit(jobs);
        const adopted = await writer.call('adopt', { ...NO_ROWS, ...rows, jobs: next });
        if (adopted.ok) jobs = next;
        return adopted;
      });
      // A bug is its caller's to hear of.
      last = changed.catch(() => undefined);
      return changed;
    },
    replace(next) {
      jobs = parseSalvageJobs(next);
    },
  };
}
