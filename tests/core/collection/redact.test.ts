import { describe, expect, it } from 'vitest';
import { redactDraft } from '../../../src/core/collection/redact.ts';
import type { Draft } from '../../../src/core/draft/draft.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { recipeSchema } from '../../../src/core/signature/recipe.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';

const draft = (headers: HeaderList, url = 'http://127.0.0.1/', signedUrl: string | null = null): Draft => ({
  method: 'POST',
  url,
  headers,
  body: Uint8Array.of(1),
  signing: { scheme: 'github', secretId: 's', signedUrl },
});

/** Names whose values are left. */
const left = (names: readonly string[], known = schemes): readonly string[] =>
  redactDraft(draft(names.map((name) => [name, 'CANARY'])), known).headers.flatMap(([name, value]) =>
    value === 'CANARY' ? [name] : [],
  );

describe('a draft that is given away', () => {
  it('has no signature and no token of any scheme there is', () => {
    const names = schemes.flatMap(({ mechanism }) => mechanism.signatureHeaders);
    expect(names.length).toBeGreaterThan(50);
    expect(left(names)).toEqual([]);
    expect(left(names.map((name) => name.toUpperCase()))).toEqual([]);
  });

  it('nor of a scheme of the user’s own', () => {
    const recipe = recipeSchema.parse({ algorithm: 'hmac-sha256', signature: { names: ['X-Acme-Proof'] } });
    const own = userScheme(recipe, 'own-1', 'Acme');
    if (!own.ok) throw new Error('the recipe is valid');
    expect(left(['x-acme-proof'], [])).toEqual(['x-acme-proof']);
    expect(left(['x-acme-proof'], [own.value])).toEqual([]);
  });

  it('nor credentials as they are called everywhere', () => {
    expect(
      left([
        'Authorization',
        'Proxy-Authorization',
        'Cookie',
        'Set-Cookie',
        'X-Api-Key',
        'apikey',
        'X-Auth',
        'X-Amz-Security-Token',
        'X-Client-Secret',
        'X-Session-Id',
        'X-Password',
        'X-Acme-Hmac-Sha512',
        'X-Acme-Sig',
        'X-Jwt-Assertion',
      ]),
    ).toEqual([]);
  });

  it('has everything else as it was', () => {
    const names = [
      'Content-Type',
      'Content-Length',
      'Host',
      'User-Agent',
      'X-GitHub-Event',
      'X-Author',
      'X-Design',
      'Date',
    ];
    expect(left(names)).toEqual(names);
    const kept = draft(
      [
        ['X-Twice', '1'],
        ['x-twice', '2'],
      ],
      'http://127.0.0.1/?a=%20&a=2#key=1',
    );
    expect(redactDraft(kept, schemes)).toEqual(kept);
  });

  it('has its URLs without users and without the values of sensitive parameters', () => {
    const url =
      'https://user:CANARY@example.com/a?x=1&access_token=CANARY&sig=CANARY&api_key=CANARY&hmac=CANARY&flag#f';
    const given = redactDraft(draft([], url, url), schemes);
    const expected =
      'https://[redacted]@example.com/a?x=1&access_token=[redacted]&sig=[redacted]&api_key=[redacted]&hmac=[redacted]&flag#f';
    expect([given.url, given.signing?.signedUrl]).toEqual([expected, expected]);
  });
});
