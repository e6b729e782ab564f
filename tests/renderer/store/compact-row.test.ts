import { describe, expect, it } from 'vitest';
import { createRowCompactor } from '../../../src/renderer/src/store/compact-row.ts';
import { row } from '../support.ts';

const verdict = { status: 'verified', scheme: 'github', reason: null, detail: null, secretId: 's1' } as const;

describe('a compacted row', () => {
  it('is the same row, with what it shares with others kept once', () => {
    const compact = createRowCompactor();
    const rows = [1, 2, 3].map((id) => row(id, { eventType: `push ${id % 2}`, verdicts: [{ ...verdict }] }));
    const compacted = rows.map(compact);
    expect(compacted).toEqual(rows);
    expect(Object.keys(compacted[0] ?? {})).toEqual(Object.keys(rows[0] ?? {}));
    expect(compacted[2]?.verdicts).toBe(compacted[0]?.verdicts);
  });

  it('stays right however many texts a sender makes up', () => {
    const compact = createRowCompactor();
    for (let id = 1; id <= 12_000; id++) expect(compact(row(id, { eventType: `e${id}` })).eventType).toBe(`e${id}`);
  });
});
