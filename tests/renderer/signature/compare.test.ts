import { describe, expect, it } from 'vitest';
import type { VerdictEvidence } from '../../../src/core/signature/verdict.ts';
import { compareValues } from '../../../src/renderer/src/features/signature/compare.ts';

function evidence(received: readonly string[], value: string, firstDifference: number | null): VerdictEvidence {
  return {
    source: null,
    received,
    expected: [{ secretId: 's', value, firstDifference }],
    signedContent: [],
    timestamp: null,
    matchedSecretId: null,
    url: null,
  };
}

describe('compareValues', () => {
  it('cuts both values at the first difference', () => {
    expect(compareValues(evidence(['abcXef'], 'abcdef', 3))).toEqual([
      {
        secretId: 's',
        firstDifference: 3,
        expected: { prefix: '', same: 'abc', differs: 'd', rest: 'ef' },
        received: { prefix: '', same: 'abc', differs: 'X', rest: 'ef' },
      },
    ]);
  });

  it('takes the candidate that agrees longest, whatever the case of its digits', () => {
    expect(compareValues(evidence(['zzzz', 'ABff'], 'abcd', 2))[0]?.received).toMatchObject({
      same: 'AB',
      differs: 'f',
    });
  });

  it('sets a prefix apart that only the received value has', () => {
    expect(compareValues(evidence(['sha256=abcd'], 'abcd', null))[0]).toMatchObject({
      expected: { prefix: 'sha256=', same: 'abcd' },
      received: { prefix: 'sha256=', same: 'abcd', differs: '' },
    });
  });

  it('compares with nothing, and with a value that ends early', () => {
    expect(compareValues(evidence([], 'abcd', 0))[0]?.received).toBeNull();
    expect(compareValues(evidence(['ab'], 'abcd', 2))[0]?.received).toMatchObject({
      same: 'ab',
      differs: '',
      rest: '',
    });
  });
});
