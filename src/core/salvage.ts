import type { Explanation, Failure } from './failure.ts';
import { explain } from './failure-words.ts';

/** What is brought over from a history file that was damaged and set aside. */
export interface SalvageState {
  /** The damaged file. It is kept as it is, whatever comes of this. */
  readonly file: string;
  /** `reading`: its rows are being found. `waiting`: stopped by `failure`, it goes on by itself or at the next start. */
  readonly stage: 'reading' | 'copying' | 'waiting' | 'done';
  /** Captures to look at; null until they were found. */
  readonly total: number | null;
  /** Captures brought over with the bytes that arrived. */
  readonly good: number;
  /** Captures brought over whose bytes no longer have their SHA-256 (`CaptureDetail.rawIntact` is false). */
  readonly mismatched: number;
  /** Captures that are known to have been there and cannot be read any more. */
  readonly unreadable: number;
  readonly attempts: number;
  readonly endpoints: number;
  readonly secrets: number;
  /** Deliveries that waited for the target of a forward; they wait again from the next start on. */
  readonly queued: number;
  /** Endpoints, secrets or own schemes were found late, and are in use from the next start on. */
  readonly restartNeeded: boolean;
  readonly failure: Failure | null;
}

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** The only words for it: how far it is, or what came of it, and what that means. */
export function salvageWords(state: SalvageState): Explanation {
  const kept = `The damaged file is kept as ${state.file}.`;
  switch (state.stage) {
    case 'reading':
      return {
        title: 'The history file was damaged. What is readable in it is being found.',
        hint: `Capturing goes on meanwhile. ${kept}`,
      };
    case 'copying': {
      const brought = state.good + state.mismatched;
      return {
        title: `The history file was damaged. ${brought.toLocaleString('en-US')} of ${counted(state.total ?? brought, 'capture')} brought over so far.`,
        hint: `Capturing goes on meanwhile. ${kept}`,
      };
    }
    case 'waiting': {
      const why = state.failure === null ? null : explain(state.failure);
      return {
        title: `Bringing captures over from the damaged history has stopped${why === null ? '.' : `: ${why.title}`}`,
        hint: `It goes on from there ${state.failure?.code === 'storage-full' ? 'as soon as there is room' : 'at the next start'}. ${kept}`,
      };
    }
    case 'done':
      return { title: outcome(state), hint: `${consequences(state)}${kept}` };
  }
}

function outcome({ good, mismatched, unreadable }: SalvageState): string {
  if (good + mismatched + unreadable === 0) return 'The damaged history file held no captures that can be told.';
  if (good + mismatched === 0) {
    return `Nothing could be brought over from the damaged history: ${counted(unreadable, 'capture is', 'captures are')} unreadable.`;
  }
  const brought = good + mismatched;
  const isAll = mismatched + unreadable === 0;
  if (isAll && good === 1) return 'The one capture of the damaged history was brought over.';
  if (isAll) return `All ${counted(good, 'capture')} of the damaged history were brought over.`;
  const changed = mismatched === 0 ? '' : `; the bytes of ${mismatched.toLocaleString('en-US')} have changed`;
  const lost =
    unreadable === 0 ? '' : ` ${unreadable.toLocaleString('en-US')} ${unreadable === 1 ? 'is' : 'are'} unreadable.`;
  return `${counted(brought, 'capture was', 'captures were')} brought over from the damaged history${changed}.${lost}`;
}

function consequences(state: SalvageState): string {
  const { mismatched, queued, restartNeeded } = state;
  const sentences: string[] = [];
  if (mismatched > 0) sentences.push('Those with changed bytes are marked.');
  if (restartNeeded) sentences.push('Restart Hookproof to use the endpoints, secrets and schemes that were found.');
  if (queued > 0) {
    sentences.push(
      `${counted(queued, 'delivery', 'deliveries')} that waited for a target will be tried after a restart.`,
    );
  }
  return sentences.map((sentence) => `${sentence} `).join('');
}
