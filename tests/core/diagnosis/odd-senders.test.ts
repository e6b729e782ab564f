import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { SignedRequest } from '../../../src/core/signature/request-parts.ts';
import {
  BODY,
  NOW,
  own,
  port,
  reportOf,
  requestWith,
  SECRET,
  schemeOf,
  signed,
  stored,
  withHeader,
} from './support.ts';

function hmac(key: string, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

function unsigned(...headers: readonly (readonly [string, string])[]): SignedRequest {
  const request = requestWith();
  return { ...request, headers: [...request.headers, ...headers] };
}

function first(scheme: string, request: SignedRequest, secret = SECRET, rest: Parameters<typeof reportOf>[3] = {}) {
  return reportOf(schemeOf(scheme), request, [own(secret)], rest).diagnoses[0];
}

describe('a signature that was cut in the middle of a byte', () => {
  const hex = hmac(SECRET, BODY).toString('hex');
  const base64 = hmac(SECRET, BODY).toString('base64');
  it.each([
    ['github', unsigned(['X-Hub-Signature-256', `sha256=${hex.slice(0, 63)}`]), 'its first 31 of 32 bytes'],
    ['github', unsigned(['X-Hub-Signature-256', `sha256=${hex.slice(1)}`]), 'its last 31 of 32 bytes'],
    ['github', unsigned(['X-Hub-Signature-256', `sha256=${hex.slice(2)}`]), 'its last 31 of 32 bytes'],
    ['shopify', unsigned(['X-Shopify-Hmac-Sha256', base64.slice(0, 41)]), 'its first 30 of 32 bytes'],
  ])('%s', (scheme, request, words) => {
    const diagnosis = first(scheme, request);
    expect(diagnosis).toMatchObject({ causes: ['signature-truncated'], confidence: 'proved' });
    expect(diagnosis?.message).toContain(words);
  });
});

describe('tokens', () => {
  it.each([
    ['another header', unsigned(['X-Token', SECRET]), 'scheme-other'],
    ['another header, after a word', unsigned(['Authorization', `Bearer ${SECRET}`]), 'scheme-other'],
    ['its own header, after a word', unsigned(['X-Gitlab-Token', `Bearer ${SECRET}`]), 'encoding'],
  ])('that are right, in %s', (_, request, cause) => {
    const diagnosis = first('gitlab-token', request);
    expect(diagnosis).toMatchObject({ causes: [cause], confidence: 'proved' });
    expect(diagnosis?.message).toMatch(/^The token is right, but/);
    expect(diagnosis?.message).not.toMatch(/signature|hex/);
  });
});

it('says of a header that is there twice that one of its values is right', () => {
  const right = signed(schemeOf('github'), requestWith(), SECRET);
  const twice = {
    ...right,
    headers: [...right.headers, ['X-Hub-Signature-256', `sha256=${'00'.repeat(32)}`] as const],
  };
  expect(first('github', twice)?.message).toContain(
    'X-Hub-Signature-256 is there 2 times, and one of its values is right',
  );
});

it('finds a timestamp that was signed in a form which is no time', () => {
  const request = unsigned(
    ['X-Slack-Request-Timestamp', 'Thursday 9 October'],
    ['X-Slack-Signature', `v0=${hmac(SECRET, `v0:Thursday 9 October:${BODY}`).toString('hex')}`],
  );
  expect(first('slack', request)).toMatchObject({ causes: ['timestamp-unit'], confidence: 'proved' });
});

it.each(['', 'undefined', 'null', 'None'])('finds a secret that was not set, as “%s”', (text) => {
  const request = unsigned(['X-Hub-Signature-256', `sha256=${hmac(text, BODY).toString('hex')}`]);
  const diagnosis = first('github', request);
  expect(diagnosis).toMatchObject({ causes: ['secret-empty'], confidence: 'proved' });
  if (text !== '') expect(diagnosis?.message).toContain(`“${text}”`);
});

describe('schemes whose code only says how the URL is written', () => {
  const form = {
    ...requestWith({ text: 'Body=a+b&From=%2B1' }),
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
  } as const;
  it('are searched for another algorithm', () => {
    const mac = hmac(SECRET, 'https://hooks.example.com/hooks?b=2&a=1Bodya bFrom+1').toString('base64');
    const request = { ...form, headers: [...form.headers, ['X-Twilio-Signature', mac] as const] };
    expect(first('twilio-form', request)).toMatchObject({ causes: ['algorithm'], confidence: 'proved' });
  });

  it('are searched for another content', () => {
    const mac = hmac(SECRET, `https://hooks.example.com/hooks?b=2&a=1${BODY}${NOW}`).toString('base64');
    const request = unsigned(['X-HubSpot-Signature-v3', mac], ['X-HubSpot-Request-Timestamp', String(NOW)]);
    expect(first('hubspot-v3', request)).toMatchObject({ causes: ['content-template'], confidence: 'proved' });
  });
});

it('finds another request’s signature though the secret is wrong besides', () => {
  const scheme = schemeOf('stripe');
  const other = signed(scheme, requestWith({ text: '{"n":1}' }), SECRET);
  const request = { ...other, body: utf8Bytes('{"n":2}') };
  const others = [{ id: 9, request: other, receivedAtMs: NOW }];
  expect(first('stripe', request, `${SECRET}\n`, { others })).toMatchObject({
    causes: ['secret-whitespace', 'signature-of-other-request'],
    evidence: { captureId: 9, secretId: 'own' },
  });
});

it('compares the clock of a scheme in code with the sender’s other captures too', () => {
  const scheme = schemeOf('hubspot-v3');
  const late = (id: number) => ({
    id,
    request: signed(scheme, requestWith(), SECRET, NOW - id * 60_000),
    receivedAtMs: NOW - id * 60_000 + 3_600_000,
  });
  const rest = { nowMs: NOW + 3_600_000, others: [late(1), late(2)] };
  expect(first('hubspot-v3', signed(scheme, requestWith(), SECRET), SECRET, rest)?.evidence.clock).toMatchObject({
    others: 2,
    othersAlike: 2,
  });
});

it('tries the bodies with the endpoint’s own secret before a hundred others in all their readings', () => {
  const scheme = schemeOf('github');
  const request = { ...signed(scheme, requestWith({ text: '{"a":1}' }), SECRET), body: utf8Bytes('{"a": 1}') };
  const others = Array.from({ length: 100 }, (_, index) => stored(`whsec_secret-${index}`, `other-${index}`));
  const input = { scheme, request, secrets: [own(SECRET), ...others], nowMs: NOW, schemes: [], others: [] };
  // The clock is asked before each computation: time enough for each secret once, and not for each in a dozen readings.
  let asked = 0;
  const { diagnoses } = diagnose(input, { ...port, now: () => asked++ }, 400);
  expect(diagnoses[0]?.causes).toEqual(['body-reserialised']);
});

describe('guesses', () => {
  it('begin with what unpacked a body that is named as compressed', () => {
    const request = unsigned(['Content-Encoding', 'gzip'], ['X-Hub-Signature-256', `sha256=${'ab'.repeat(32)}`]);
    expect(first('github', request)).toMatchObject({ causes: ['body-decoded'], confidence: 'likely' });
  });

  it('say of a part that is not allowed what it is', () => {
    const signedRequest = signed(schemeOf('standard-webhooks'), requestWith(), SECRET);
    const request = withHeader(signedRequest, 'webhook-id', () => 'a.b');
    expect(first('standard-webhooks', request)?.message).toContain('characters that the scheme does not allow');
  });
});

it('names two causes only where no single one explains the signature', () => {
  const request = unsigned(['X-Gitlab-Token', SECRET]);
  const { diagnoses } = reportOf(schemeOf('gitlab-token'), request, [own(`${SECRET}\n`)]);
  expect(diagnoses.map(({ causes }) => causes)).toEqual([['secret-whitespace']]);
});
