import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaptureSummary } from '../../../src/core/capture.ts';
import { applyRows, mergePage, type RowWindow, withoutIds } from '../../../src/renderer/src/store/capture-window.ts';
import { row } from '../support.ts';

const empty: RowWindow = { ids: [], rows: new Map() };
const all = { matches: () => 'yes' as const, more: false, keep: 10_000 };

describe('a window of rows', () => {
  it('ends in the same state however the changes are batched and repeated', () => {
    const change = fc.record({ id: fc.integer({ min: 1, max: 30 }), replyStatus: fc.integer({ min: 200, max: 599 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.integer({ min: 1, max: 10 }), (changes, size) => {
        const rows = changes.map(({ id, replyStatus }) => row(id, { replyStatus }));
        let batched = empty;
        for (let at = 0; at < rows.length; at += size) {
          batched = applyRows(batched, rows.slice(at, at + size), all).window;
        }
        const last = new Map<number, CaptureSummary>(rows.map((each) => [each.id, each]));
        expect(batched.ids).toEqual([...last.keys()].sort((a, b) => b - a));
        for (const [id, each] of last) expect(batched.rows.get(id)).toEqual(each);
        expect(batched.rows.size).toBe(batched.ids.length);
      }),
    );
  });

  it('leaves rows older than the window to the next page', () => {
    const window = applyRows(empty, [row(10), row(11)], all).window;
    const applied = applyRows(window, [row(5), row(12)], { ...all, more: true });
    expect(applied.window.ids).toEqual([12, 11, 10]);
    expect(applied.added).toBe(1);
  });

  it('drops the oldest rows beyond its bound', () => {
    const applied = applyRows(empty, [row(1), row(2), row(3)], { ...all, keep: 2 });
    expect(applied.window.ids).toEqual([3, 2]);
    expect([...applied.window.rows.keys()].sort()).toEqual([2, 3]);
    expect(applied.dropped).toBe(true);
  });

  it('trusts events over a page that was asked for before them', () => {
    const current = applyRows(empty, [row(2, { replyStatus: 201 })], all).window;
    const merged = mergePage(empty, [row(3), row(2, { replyStatus: null }), row(1)], new Set([2, 3]), current);
    expect(merged.ids).toEqual([2, 1]);
    expect(merged.rows.get(2)?.replyStatus).toBe(201);
  });

  it('is the same window when nothing of it is removed', () => {
    const window = applyRows(empty, [row(1)], all).window;
    expect(withoutIds(window, [9])).toBe(window);
    expect(withoutIds(window, [1])).toEqual(empty);
  });
});
