import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Holder } from '../../core/failure.ts';
import { errnoOf } from '../atomic-file.ts';
import { isProcessAlive } from '../process-alive.ts';

/** Who has the lock writes its name at once; one that was started at the same moment looks again so often. */
const LOOKS = 20;
const LOOK_AGAIN_MS = 25;

const holderText = z.object({ host: z.enum(['electron', 'web', 'cli']), pid: z.int().positive() });

/** Who has the lock of a data folder. null: the file names nobody who is alive. */
export async function holderOf(file: string): Promise<Holder | null> {
  for (let look = 0; look < LOOKS; look++) {
    const holder = await readHolder(file);
    if (holder !== null && isProcessAlive(holder.pid)) return holder;
    await sleep(LOOK_AGAIN_MS);
  }
  return null;
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const read = holderText.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return read.success ? read.data : null;
  } catch (error) {
    // Not there yet, or half written.
    if (errnoOf(error) === null && !(error instanceof SyntaxError)) throw error;
    return null;
  }
}
