import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { errnoOf } from '../../atomic-file.ts';

/**
 * A file beside a history that is damaged. It lasts until a new history is there that knows of the damaged one, so that a crash in
 * between leaves nothing half done.
 */
export interface DamageMark {
  /** What was found, in the words of who found it. */
  readonly finding: string;
  /** Where the damaged file is, or is about to be, put. null: the next opening decides. */
  readonly movedTo: string | null;
}

const markOf = (file: string): string => `${file}.damaged`;

export function markDamaged(file: string, { finding, movedTo }: DamageMark): void {
  writeFileSync(markOf(file), `${movedTo ?? ''}\n${finding}\n`, { mode: 0o600 });
}

export function readDamageMark(file: string): DamageMark | null {
  try {
    const [movedTo = '', ...finding] = readFileSync(markOf(file), 'utf8').split('\n');
    return { movedTo: movedTo === '' ? null : movedTo, finding: finding.join('\n').trim() };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
}

export function clearDamageMark(file: string): void {
  rmSync(markOf(file), { force: true });
}
