import { describe, expect, it } from 'vitest';
import { causes, type Tried } from '../../../src/core/diagnosis/diagnosis.ts';
import { triedWords } from '../../../src/core/diagnosis/tried-words.ts';
import { causeNames, clockWords, codeWords } from '../../../src/renderer/src/features/signature/diagnosis-words.ts';

const tried: Tried = {
  secrets: 3,
  bodyForms: 14,
  templates: 6,
  urlForms: 0,
  schemes: 1,
  signatures: 1240,
  complete: true,
};

describe('the words of a diagnosis', () => {
  it('has a name for each cause and gives none twice', () => {
    const names = causes.map((cause) => causeNames[cause]);
    expect(new Set(names).size).toBe(causes.length);
  });

  it('calls code a fix only for what code can put right', () => {
    expect(codeWords(['body-reserialised']).copy).toBe('Copy the fix');
    expect(codeWords(['secret-other', 'body-newline']).copy).toBe('Copy the fix');
    expect(codeWords(['secret-other']).copy).toBe('Copy verification code');
    expect(codeWords(['clock-skew']).copy).toBe('Copy verification code');
  });

  it('says what was excluded, leaving out what was not tried', () => {
    expect(triedWords(tried)).toBe(
      'None of these gives the received signature: your 3 secrets, 14 forms of the body, 6 templates of the signed content and 1 scheme (1,240 signatures computed).',
    );
    expect(
      triedWords({ ...tried, bodyForms: 0, templates: 0, schemes: 0, secrets: 1, signatures: 1, complete: false }),
    ).toBe('None of these gives the received signature: your secret (1 signature computed, until the time was over).');
    expect(triedWords({ ...tried, secrets: 0, bodyForms: 0, templates: 0, schemes: 0 })).toBe(
      'There was nothing to compute a signature from.',
    );
  });

  it('says which clock is behind, and whether it always is', () => {
    const clock = { behindSeconds: 721, toleranceSeconds: 300, dateBehindSeconds: null, others: 4, othersAlike: 4 };
    expect(clockWords(clock)).toEqual([
      'The sender’s timestamp is 12 min 1 s behind this machine’s clock; up to 5 min is accepted.',
      'All 4 other captures of this scheme are off by about as much: the clock is wrong.',
    ]);
    expect(clockWords({ ...clock, behindSeconds: -3600, othersAlike: 1 })).toEqual([
      'The sender’s timestamp is 1 h ahead of this machine’s clock; up to 5 min is accepted.',
      '1 of 4 other captures of this scheme are off by about as much.',
    ]);
    expect(clockWords({ ...clock, othersAlike: 0 })[1]).toMatch(/was late, or was sent again/);
    expect(clockWords({ ...clock, others: 0, othersAlike: 0 })[1]).toMatch(/No other capture/);
  });
});
