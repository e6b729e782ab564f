import { describe, expect, it } from 'vitest';
import { type SalvageState, salvageWords } from '../../src/core/salvage.ts';

const state: SalvageState = {
  file: '/data/history.db.corrupt-x',
  stage: 'done',
  total: 0,
  good: 0,
  mismatched: 0,
  unreadable: 0,
  attempts: 0,
  endpoints: 0,
  secrets: 0,
  queued: 0,
  restartNeeded: false,
  failure: null,
};

describe('the words of a salvage', () => {
  it.each<[Partial<SalvageState>, string]>([
    [{ stage: 'reading' }, 'The history file was damaged. What is readable in it is being found.'],
    [
      { stage: 'copying', total: 12_000, good: 1500, mismatched: 2, unreadable: 3 },
      'The history file was damaged. 1,502 of 12,000 captures brought over so far.',
    ],
    [
      { stage: 'waiting', failure: { code: 'file-unreadable', file: '/x', detail: 'EIO' } },
      'Bringing captures over from the damaged history has stopped: /x cannot be read.',
    ],
    [{}, 'The damaged history file held no captures that can be told.'],
    [{ good: 1 }, 'The one capture of the damaged history was brought over.'],
    [{ good: 9947 }, 'All 9,947 captures of the damaged history were brought over.'],
    [{ mismatched: 2 }, '2 captures were brought over from the damaged history; the bytes of 2 have changed.'],
    [{ unreadable: 3 }, 'Nothing could be brought over from the damaged history: 3 captures are unreadable.'],
    [
      { good: 9947, mismatched: 35, unreadable: 18 },
      '9,982 captures were brought over from the damaged history; the bytes of 35 have changed. 18 are unreadable.',
    ],
    [{ good: 5, unreadable: 1 }, '5 captures were brought over from the damaged history. 1 is unreadable.'],
  ])('%j', (change, title) => {
    const words = salvageWords({ ...state, ...change });
    expect(words.title).toBe(title);
    expect(words.hint).toContain('The damaged file is kept as /data/history.db.corrupt-x.');
  });

  it('say what to do about what was found late, and what else follows', () => {
    const { hint } = salvageWords({ ...state, good: 1, mismatched: 1, restartNeeded: true, queued: 2 });
    expect(hint).toBe(
      'Those with changed bytes are marked. Restart Hookproof to use the endpoints, secrets and schemes that were found. ' +
        '2 deliveries that waited for a target will be tried after a restart. ' +
        'The damaged file is kept as /data/history.db.corrupt-x.',
    );
  });
});
