import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PublishedForm } from '../../../src/core/signature/key-source.ts';
import { rootsOf } from '../../../src/main/keys/certificate.ts';
import { publishedText } from '../../../src/main/keys/published-text.ts';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = publicKey.export({ format: 'jwk' });
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
const folder = join(import.meta.dirname, '../../fixtures/keys');
const certificates = readdirSync(folder)
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .filter((text) => text.includes('BEGIN CERTIFICATE'));

const forms: readonly PublishedForm[] = [
  { kind: 'jwks' },
  { kind: 'certificates' },
  { kind: 'certificate', name: /./ },
  { kind: 'json', path: 'key' },
];
const rules = { nowMs: Date.UTC(2026, 10, 21), roots: rootsOf('') };

it('takes a key in its form, without what no verdict needs', () => {
  const keys = JSON.stringify({ keys: [{ ...jwk, kid: 'a', x5c: ['much'], d: 'private' }] });
  expect(publishedText({ kind: 'jwks' }, Buffer.from(keys), rules)).toEqual({
    ok: true,
    value: { text: JSON.stringify({ keys: [{ ...jwk, kid: 'a' }] }), keyIds: ['a'] },
  });
  const held = publishedText({ kind: 'json', path: 'key' }, Buffer.from(JSON.stringify({ key: pem })), rules);
  expect(held).toMatchObject({ ok: true, value: { text: pem } });
});

it('answers whatever a host sends with a key or a reason (property)', () => {
  expect(certificates.length).toBeGreaterThan(0);
  const part = fc.oneof(fc.constantFrom(jwk, pem, ...certificates, null, 1, []), fc.jsonValue({ maxDepth: 2 }));
  const json = fc
    .dictionary(fc.constantFrom('keys', 'key', 'kty', 'kid', '__proto__'), fc.oneof(part, fc.array(part)))
    .map((value) => JSON.stringify(value));
  const whole = fc.oneof(json, fc.constantFrom(pem, ...certificates), fc.string({ unit: 'binary' }));
  const spoiled = fc.tuple(whole, fc.nat(), fc.nat({ max: 255 })).map(([text, at, byte]) => {
    const bytes = Buffer.from(text);
    if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      fc.oneof(
        spoiled,
        whole.map((text) => Buffer.from(text)),
      ),
      (form, body) => {
        const read = publishedText(form, body, rules);
        if (read.ok) expect(read.value.text).not.toBe('');
        else expect(read.failure.cause).toMatch(/./);
      },
    ),
    { numRuns: 150 },
  );
});
