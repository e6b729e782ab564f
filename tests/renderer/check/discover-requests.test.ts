import { describe, expect, it } from 'vitest';
import type { CheckedRequest } from '../../../src/core/contract.ts';
import {
  addPasted,
  type Given,
  hasCapture,
  MAX_REQUESTS,
  provedWords,
  startingWith,
  toggleCapture,
} from '../../../src/renderer/src/features/check/discover-requests.ts';

const request: CheckedRequest = { method: 'POST', url: '/', headers: [], body: new Uint8Array() };

describe('the requests of a discovery', () => {
  it('begin with what the user came from, and are ticked on and off', () => {
    const start = startingWith({ captureIds: [7], request });
    expect(start).toEqual([
      { kind: 'capture', id: 7 },
      { kind: 'pasted', request },
    ]);
    expect(hasCapture(start, 7)).toBe(true);
    expect(toggleCapture(start, 7)).toEqual([{ kind: 'pasted', request }]);
    expect(toggleCapture(toggleCapture(start, 9), 9)).toEqual(start);
    expect(addPasted([], request)).toEqual([{ kind: 'pasted', request }]);
  });

  it('are never more than one search may have', () => {
    let given: Given = [];
    for (let id = 1; id <= MAX_REQUESTS + 5; id++) given = toggleCapture(given, id);
    expect(given).toHaveLength(MAX_REQUESTS);
    expect(addPasted(given, request)).toBe(given);
  });

  it('are counted in words', () => {
    expect(provedWords([0, 1], 2)).toBe('proved on 2 of 2 requests');
    expect(provedWords([0], 1)).toBe('proved on 1 of 1 request');
  });
});
