import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import type { CaptureFilter } from '../../../src/core/filter/filter.ts';
import {
  type FilterContent,
  type FilterRow,
  finderOf,
  matchesFilter,
  matchesSummary,
} from '../../../src/core/filter/match.ts';

const row: FilterRow = {
  kind: 'request',
  endpointId: 'e1',
  method: 'POST',
  target: latin1Text(utf8Bytes('/Hooks/é?x=1')),
  eventType: 'push.Ünder',
  deliveryId: 'evt_1',
  deliveryAttempt: 2,
  verdicts: [{ status: 'failed', scheme: 'github', reason: 'signature-mismatch', detail: null, secretId: null }],
};
const content: FilterContent = {
  headers: [['X-GitHub-Event', 'Push']],
  trailers: [['X-Sum', 'abc']],
  bytes: utf8Bytes('{"Name":"Zoë"}'),
};
const matches = (filter: CaptureFilter): boolean => matchesFilter(filter, row, () => content);

describe('matchesFilter', () => {
  it('compares each part without ASCII case', () => {
    expect(matches({})).toBe(true);
    expect(matches({ endpointId: 'e1', method: 'post', path: '/hooks', scheme: 'GitHub', verdict: 'failed' })).toBe(
      true,
    );
    expect(matches({ endpointId: 'e2' })).toBe(false);
    expect(matches({ method: 'pos' })).toBe(false);
    expect(matches({ path: '/hooks/é' })).toBe(true);
    expect(matches({ path: '/hooks/É' })).toBe(false);
    expect(matches({ scheme: 'git' })).toBe(false);
    expect(matches({ verdict: 'verified' })).toBe(false);
    expect(matches({ retry: true })).toBe(true);
    expect(matches({ retry: false })).toBe(false);
  });

  it('compares delivery ids exactly, and takes a first attempt or none for no retry', () => {
    expect(matches({ deliveryId: 'evt_1' })).toBe(true);
    expect(matches({ deliveryId: 'EVT_1' })).toBe(false);
    for (const deliveryAttempt of [null, 1]) {
      expect(matchesSummary({ retry: true }, { ...row, deliveryAttempt })).toBe('no');
      expect(matchesSummary({ retry: false }, { ...row, deliveryAttempt })).toBe('yes');
    }
  });

  it('finds every text in the target, the event, a header, a trailer or the body', () => {
    expect(matches({ texts: ['HOOKS', 'push.Ünder', 'x-github-event: push', 'X-SUM', 'zoë'] })).toBe(true);
    expect(matches({ texts: ['zoë', 'absent'] })).toBe(false);
  });

  it('calls malformed captures malformed and not unchecked', () => {
    const malformed = { ...row, kind: 'malformed' as const, verdicts: [] };
    expect(matchesSummary({ verdict: 'malformed' }, malformed)).toBe('yes');
    expect(matchesSummary({ verdict: 'unchecked' }, malformed)).toBe('no');
  });

  it('says unknown for texts that only headers or the body can hold', () => {
    expect(matchesSummary({ texts: ['hooks'] }, row)).toBe('yes');
    expect(matchesSummary({ texts: ['hooks', 'zoë'] }, row)).toBe('unknown');
    expect(matchesSummary({ texts: ['zoë'], method: 'GET' }, row)).toBe('no');
  });

  it('searches bytes as a plain search over lower-cased letters would', () => {
    const bytes = fc.uint8Array({ max: 255, maxLength: 40 });
    const lower = (data: Uint8Array): Uint8Array => data.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
    fc.assert(
      fc.property(bytes, fc.nat(40), fc.nat(8), (data, start, length) => {
        const needle = lower(data.slice(start, start + length));
        expect(finderOf(needle)(data)).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ max: 3 }), fc.uint8Array({ max: 3, maxLength: 6 }), (data, needle) => {
        expect(finderOf(needle)(data)).toBe(latin1Text(data).includes(latin1Text(needle)));
      }),
    );
  });
});
