import type { SalvageState } from '../../../core/salvage.ts';

/** The name under which `named_values` has what is salvaged and how far it is. */
export const SALVAGE_VALUE = 'salvage';

/**
 * One damaged file. It is stored in the commit that stores what it counts: after a crash it goes on behind the last row that is
 * there, and brings none twice.
 */
export interface SalvageJob extends Omit<SalvageState, 'stage' | 'failure'> {
  /** The last capture and the last attempt that were looked at. */
  readonly afterCapture: number;
  readonly afterAttempt: number;
  readonly isDone: boolean;
}

export function newSalvageJob(file: string): SalvageJob {
  return {
    file,
    total: null,
    good: 0,
    mismatched: 0,
    unreadable: 0,
    attempts: 0,
    endpoints: 0,
    secrets: 0,
    queued: 0,
    restartNeeded: false,
    afterCapture: 0,
    afterAttempt: 0,
    isDone: false,
  };
}

/** The stored jobs, oldest first. Text that is none (it may come from a damaged file) gives none. */
export function parseSalvageJobs(text: string | null): readonly SalvageJob[] {
  if (text === null) return [];
  try {
    const jobs: unknown = JSON.parse(text);
    return Array.isArray(jobs) ? jobs.filter(isJob) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function isJob(value: unknown): value is SalvageJob {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(newSalvageJob('')).every(([name, sample]) => {
    const given: unknown = Reflect.get(value, name);
    return typeof given === typeof sample || (name === 'total' && typeof given === 'number');
  });
}
