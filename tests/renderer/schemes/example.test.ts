import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { type RecipeInput, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { verify } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { type Example, exampleOf } from '../../../src/renderer/src/features/schemes/example.ts';
import { contentPresets, starters } from '../../../src/renderer/src/features/schemes/presets.ts';
import { recipeOf } from '../../../src/renderer/src/features/schemes/recipe-form.ts';

const NOW = 1_700_000_000_123;

/** The example's text, read and judged by the engine's own parts with node's cryptography. */
function verdictOf(input: RecipeInput, { text, secret }: Example) {
  const scheme = userScheme(input);
  if (!scheme.ok) throw new Error(scheme.failure.join());
  const [head = '', ...rest] = text.split('\n\n');
  const [requestLine = '', ...lines] = head.split('\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.map((line) => {
    const at = line.indexOf(': ');
    return [line.slice(0, at), line.slice(at + 2)] as const;
  });
  const body = utf8Bytes(rest.join('\n\n'));
  const url = `https://hooks.example.com${target}`;
  const secrets = [{ id: 'one', value: secret ?? '' }];
  return verify(scheme.value, { method, target, url, headers, body }, secrets, NOW, nodeCrypto);
}

const example = (input: RecipeInput) => exampleOf(recipeSchema.parse(input), NOW);

async function isVerified(input: RecipeInput): Promise<void> {
  const made = await example(input);
  expect(made.text.split('\n')).toContain(made.line);
  expect(verdictOf(input, made)).toMatchObject({ status: 'verified' });
}

describe('the example of a signed request', () => {
  for (const { id, form } of starters) {
    it(`is one that the scheme verifies, starting from “${id}”`, () => isVerified(recipeOf({ name: 'Acme', ...form })));
  }

  for (const { signed } of contentPresets) {
    it(`is one that the scheme verifies over ${signed}`, () =>
      isVerified({
        algorithm: 'hmac-sha512',
        signature: { names: ['X-Acme-Signature'], prefix: 'v1=', encoding: 'base64' },
        signed,
        timestamp: { in: 'header', name: 'X-Acme-Time', unit: 'ms', toleranceSeconds: 60 },
      }));
  }

  it('has every part that the template names, in forms and JSON too', async () => {
    const signature = { names: ['X-Sig'] };
    await isVerified({ algorithm: 'hmac-sha1', signature, signed: '{method}{path}{q:id}{json:data.0.id}{body.json}' });
    await isVerified({ algorithm: 'hmac-sha384', signature, signed: '{form:amount}{form*}{h?:x-none|.|,}' });
    await isVerified({
      algorithm: 'hmac-sha256',
      signature,
      signed: '{ts}{body}',
      timestamp: { in: 'json', name: 'event.sent_at', unit: 'iso', toleranceSeconds: 60 },
    });
    await isVerified({ algorithm: 'hash-sha256', signature, signed: '{body}{secret}' });
    await isVerified({
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Sig'], separator: ',', assign: '=', version: 's', positional: 'n' },
      signed: '{sig:n}{body}',
    });
  });

  it('uses a secret that the recipe reads', async () => {
    const input: RecipeInput = {
      algorithm: 'hmac-sha256',
      signature: { names: ['X-Sig'] },
      secret: { strip: ['whsec_'], encoding: 'base64', hash: 'sha256' },
    };
    expect((await example(input)).secret).toMatch(/^whsec_/);
    await isVerified(input);
    await isVerified({ ...input, secret: { encoding: 'hex', normalize: 'NFKD' } });
    await isVerified({
      algorithm: 'basic',
      signature: { names: ['Authorization'], prefix: 'Basic ', encoding: 'base64' },
    });
  });

  it('describes the signature where none is made here', async () => {
    const inBody = await example({ algorithm: 'hmac-sha256', signature: { in: 'json', names: ['meta.signature'] } });
    expect(inBody).toMatchObject({ secret: null, line: 'meta.signature: ‹64 hex digits›' });
    expect(inBody.text).toContain('"meta":{"signature":"‹64 hex digits›"}');
    const ed25519 = await example({
      algorithm: 'ed25519',
      signature: { names: ['X-Sig'], encoding: 'base64' },
      signed: '{ts}{body}',
      timestamp: { in: 'header', name: 'X-Time', toleranceSeconds: null },
    });
    expect(ed25519.secret).toBeNull();
    expect(ed25519.text).toContain('\nX-Time: 1700000000\nX-Sig: ‹88 base64 characters›\n');
  });
});
