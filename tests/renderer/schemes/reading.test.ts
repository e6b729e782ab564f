import { describe, expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../../src/core/bytes.ts';
import type { CaptureDetail } from '../../../src/core/capture.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { type RecipeInput, recipeSchema } from '../../../src/core/signature/recipe.ts';
import { likelyHeaders } from '../../../src/renderer/src/features/schemes/likely-headers.ts';
import { readCapture } from '../../../src/renderer/src/features/schemes/reading.ts';
import { row } from '../support.ts';

const AT = 1_700_000_000_000;
const signature = `v1=${Buffer.alloc(32, 7).toString('base64')}`;

function capture(headers: HeaderList, body = '{"id":"é"}') {
  const detail: CaptureDetail = {
    ...row(1, { receivedAt: AT }),
    peer: { address: '127.0.0.1', port: 1 },
    headers,
    trailers: [],
    declaredBodyBytes: null,
    timings: { headMs: 0, bodyMs: 0 },
    rawSha256: '',
    rawIntact: true,
    reply: null,
  };
  return { detail, body: utf8Bytes(body) };
}

const acme: RecipeInput = {
  algorithm: 'hmac-sha256',
  signature: { names: ['X-Acme-Signature'], prefix: 'v1=', encoding: 'base64' },
  signed: '{ts}:{body}',
  timestamp: { in: 'header', name: 'X-Acme-Timestamp', toleranceSeconds: 300 },
};
const read = (headers: HeaderList, recipe: RecipeInput = acme) => {
  const reading = readCapture(recipeSchema.parse(recipe), capture(headers));
  return { ...reading, content: reading.content.map(({ bytes }) => latin1Text(bytes)).join('') };
};
const stamp = (secondsAgo: number) => ['X-Acme-Timestamp', String(AT / 1000 - secondsAgo)] as const;

describe('what a recipe finds in the selected capture', () => {
  it('is everything the engine reads, without any secret', () => {
    const reading = read([['x-acme-signature', signature], stamp(3)]);
    expect(reading).toMatchObject({ signature, signatureProblem: null, timestampProblem: null, contentProblem: null });
    expect(reading.timestamp).toMatchObject({ raw: '1699999997', ageSeconds: 3 });
    expect(reading.content).toBe(`1699999997:${latin1Text(utf8Bytes('{"id":"é"}'))}`);
  });

  it('says which part is missing or malformed, beside that part', () => {
    expect(read([stamp(0)])).toMatchObject({ signature: null, timestampProblem: null });
    expect(read([stamp(0)]).signatureProblem).toContain('X-Acme-Signature');
    expect(read([['X-Acme-Signature', 'v1=zz'], stamp(0)]).signatureProblem).not.toBeNull();
    // An item of the list that is not there is missing with it: no content with holes.
    const inList = { ...acme, signed: '{sig:n}.{body}', signature: { names: ['X-A'], separator: ',' } };
    expect(read([stamp(0)], inList)).toMatchObject({ content: '', contentProblem: null });
    const noStamp = read([['X-Acme-Signature', signature]]);
    expect(noStamp).toMatchObject({ signature, signatureProblem: null, content: '' });
    expect(noStamp.timestampProblem).not.toBeNull();
    const noHeader = read([['X-Acme-Signature', signature], stamp(0)], { ...acme, signed: '{h:X-Id}{ts}{body}' });
    expect(noHeader.contentProblem).toContain('X-Id');
    expect(noHeader.signatureProblem).toBeNull();
  });

  it('says when the timestamp is outside the window, before any signature has matched', () => {
    const outside = (secondsAgo: number) =>
      read([['X-Acme-Signature', signature], stamp(secondsAgo)]).timestampProblem !== null;
    expect([300, 301, -300, -301].map(outside)).toEqual([false, true, false, true]);
  });
});

describe('header names offered from the selected capture', () => {
  it('are those that may carry it, each once', () => {
    const { detail, body } = capture([
      ['Host', 'x'],
      ['Content-Digest', 'x'],
      ['X-Acme-Signature', 'x'],
      ['X-Acme-Signature', 'y'],
      ['X-Acme-Timestamp', '1'],
    ]);
    const selected = { state: 'loaded', capture: { detail, body } } as const;
    expect(likelyHeaders(selected, /sign|digest/i)).toEqual(['X-Acme-Signature']);
    expect(likelyHeaders({ state: 'none' }, /sign/i)).toEqual([]);
  });
});
