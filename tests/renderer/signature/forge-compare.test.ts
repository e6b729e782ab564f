import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { SignedPart, VerdictEvidence } from '../../../src/core/signature/verdict.ts';
import { compareSigned } from '../../../src/renderer/src/features/signature/forge-compare.ts';

const part = (role: SignedPart['role'], text: string, totalBytes = text.length): SignedPart => ({
  role,
  name: null,
  bytes: utf8Bytes(text),
  totalBytes,
});
const evidence = (...signedContent: SignedPart[]): VerdictEvidence => ({
  source: null,
  received: [],
  expected: [],
  signedContent,
  timestamp: null,
  matchedSecretId: null,
  url: null,
});

describe('a received string to sign beside a forged one', () => {
  it('says that both are the same, and that the secret is not', () => {
    const same = evidence(part('body', '{}'));
    expect(compareSigned(same, same)).toEqual({ words: expect.stringContaining('another secret'), compared: null });
  });

  it('says that only the timestamps differ, and where', () => {
    const [received, forged] = [1, 2].map((at) =>
      evidence(part('timestamp', `170${at}`), part('literal', '.'), part('body', '{}')),
    );
    const { words, compared } = compareSigned(received ?? null, forged ?? null);
    expect(words).toContain('timestamps only');
    expect(compared).toMatchObject({ firstDifference: 3, received: { totalBytes: 7 } });
  });

  it('shows other differences without explaining them away, and stops at a part that was cut', () => {
    const received = evidence(part('body', 'aaa', 100), part('literal', 'end'));
    const { words, compared } = compareSigned(received, evidence(part('body', 'aab')));
    expect(words).toBe('The strings to sign differ as follows.');
    expect(compared?.received).toEqual({ bytes: utf8Bytes('aaa'), offset: 0, totalBytes: 103 });
    expect(compared?.firstDifference).toBe(2);
  });

  it('has nothing to compare where a scheme signs no string', () => {
    expect(compareSigned(evidence(), evidence(part('body', 'x'))).compared).toBeNull();
    expect(compareSigned(null, null).compared).toBeNull();
  });
});
