import { describe, expect, it } from 'vitest';
import { bareSecrets } from '../../../src/core/diagnosis/secret-text.ts';
import { correctedSecret } from '../../../src/renderer/src/features/signature/corrected-secret.ts';

describe('a secret without what stands around it', () => {
  it.each(['key\n', ' key', '"key"', '\ufeffkey\r\n', `${' '.repeat(30)}key`, 'key\\n', '“key”'])('%j', (value) => {
    const corrected = bareSecrets(value).map(({ defect }) => correctedSecret(value, defect));
    expect(corrected).toContain('key');
  });

  it('is not made where it has to be read differently, or is no longer the one that was diagnosed', () => {
    expect(
      correctedSecret('key\n', { before: [], after: ['a line feed'], readAs: { right: 'base64', was: 'text' } }),
    ).toBeNull();
    expect(correctedSecret('key', { before: [], after: ['a line feed'], readAs: null })).toBeNull();
    expect(correctedSecret('key ', { before: [], after: ['a line feed'], readAs: null })).toBeNull();
  });
});
