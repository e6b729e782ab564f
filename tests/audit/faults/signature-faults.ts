import { createHmac, timingSafeEqual } from 'node:crypto';
import { hmac, same } from '../handler.ts';
import { agent, type Fault, github, rex, rexFields, right, SECRET, verifying } from './fault.ts';

/** What is wrong with how the signature is read or compared. */
export const signatureFaults: readonly Fault[] = [
  {
    ...github,
    name: 'nothing is verified',
    finds: ['rejects-unsigned', 'rejects-wrong-secret'],
    start: () => () => 200,
  },
  {
    ...github,
    name: 'a request without the header is let through',
    finds: ['rejects-unsigned'],
    start: () => verifying((request) => !request.headers['x-hub-signature-256'] || right.github(request)),
  },
  {
    ...github,
    name: 'an empty signature is let through',
    finds: ['rejects-empty-signature'],
    start: () => verifying((request) => request.headers['x-hub-signature-256'] === 'sha256=' || right.github(request)),
  },
  {
    ...agent,
    name: 'timingSafeEqual throws where the lengths differ',
    finds: ['rejects-malformed-signature'],
    start: () =>
      verifying(({ headers, body }) =>
        timingSafeEqual(Buffer.from(headers['x-webhook-signature'] ?? ''), Buffer.from(hmac(SECRET, body))),
      ),
  },
  {
    ...github,
    name: 'a missing header throws',
    finds: ['rejects-malformed-signature'],
    start: () =>
      verifying((request) => {
        if (request.headers['x-hub-signature-256'] === undefined)
          throw new TypeError('Cannot read properties of undefined');
        return right.github(request);
      }),
  },
  {
    ...github,
    name: 'an empty signature is never answered',
    finds: ['rejects-malformed-signature'],
    expectations: { deadlineMs: 1500 },
    start: () => (request) => {
      if (request.headers['x-hub-signature-256'] === 'sha256=') return null;
      return right.github(request) ? 200 : 401;
    },
  },
  {
    ...github,
    name: 'the beginning of the signature is enough',
    finds: ['rejects-short-signature'],
    start: () =>
      verifying(({ headers, body }) => {
        const given = headers['x-hub-signature-256'] ?? '';
        return given.length > 'sha256='.length && `sha256=${hmac(SECRET, body)}`.startsWith(given);
      }),
  },
  {
    ...agent,
    name: 'only the first eight characters are compared',
    finds: ['rejects-short-signature'],
    start: () =>
      verifying(({ headers, body }) => {
        const given = headers['x-webhook-signature'] ?? '';
        return given.length >= 8 && given.slice(0, 8) === hmac(SECRET, body).slice(0, 8);
      }),
  },
  {
    ...github,
    name: 'a secret that is not set counts as an empty one',
    finds: ['rejects-empty-secret'],
    start: () =>
      verifying(({ headers, body }) =>
        [SECRET, process.env.HOOKPROOF_NO_SUCH_SECRET ?? ''].some((secret) =>
          same(headers['x-hub-signature-256'] ?? '', `sha256=${hmac(secret, body)}`),
        ),
      ),
  },
  {
    ...github,
    name: 'the request names the algorithm',
    finds: ['rejects-other-algorithm'],
    start: () =>
      verifying(({ headers, body }) => {
        const [algorithm = '', given = ''] = (headers['x-hub-signature-256'] ?? '').split('=');
        if (!['sha1', 'sha256', 'sha512'].includes(algorithm)) return false;
        return same(given, createHmac(algorithm, SECRET).update(body).digest('hex'));
      }),
  },
  {
    ...github,
    name: 'the first of two signature headers counts',
    finds: ['rejects-duplicate-header'],
    start: () =>
      verifying((request) =>
        right.github({ ...request, headers: { ...request.headers, ...one(request.rawHeaders, 0) } }),
      ),
  },
  {
    ...github,
    name: 'the last of two signature headers counts',
    finds: ['rejects-duplicate-header'],
    start: () =>
      verifying((request) =>
        right.github({ ...request, headers: { ...request.headers, ...one(request.rawHeaders, -1) } }),
      ),
  },
  {
    ...rex,
    name: 'the last v1 counts',
    finds: ['accepts-rotated'],
    start: () => verifying((request) => right.rex(withOne(request, -1))),
  },
  {
    ...rex,
    name: 'the first v1 counts',
    finds: ['accepts-rotated'],
    start: () => verifying((request) => right.rex(withOne(request, 0))),
  },
  {
    ...rex,
    name: 'exactly two parts are taken for granted',
    finds: ['accepts-rotated', 'rejects-malformed-signature'],
    start: () =>
      verifying((request) => {
        const parts = (request.headers['x-rex-signature'] ?? '').split(',');
        if (parts.length !== 2) throw new TypeError('undefined is not iterable');
        return right.rex(request);
      }),
  },
  {
    ...github,
    name: 'the error says what was expected',
    finds: ['leaks-expected-signature'],
    start: () => (request) =>
      right.github(request) ? 200 : { status: 401, body: `expected sha256=${hmac(SECRET, request.body)}` },
  },
  {
    ...github,
    name: 'a header of the refusal says what was expected, in base64',
    finds: ['leaks-expected-signature'],
    start: () => (request) =>
      right.github(request)
        ? 200
        : { status: 401, headers: { 'x-debug': Buffer.from(hmac(SECRET, request.body), 'hex').toString('base64') } },
  },
  {
    ...github,
    name: 'an error page shows the secret',
    finds: ['leaks-expected-signature'],
    start: () => (request) =>
      right.github(request) ? 200 : { status: 403, body: `<pre>WEBHOOK_SECRET=${SECRET}</pre>` },
  },
  {
    ...github,
    name: 'characters are compared one after the other',
    finds: ['constant-time-hint'],
    expectations: { timing: true },
    start: () =>
      verifying(({ headers, body }) => {
        const [given, expected] = [headers['x-hub-signature-256'] ?? '', `sha256=${hmac(SECRET, body)}`];
        if (given.length !== expected.length) return false;
        for (let index = 0; index < expected.length; index++) {
          if (given[index] !== expected[index]) return false;
          // What a slow machine far away would need thousands of requests to see.
          const until = performance.now() + 0.1;
          while (performance.now() < until);
        }
        return true;
      }),
  },
];

function one(rawHeaders: readonly (readonly [string, string])[], at: number): Record<string, string> {
  const values = rawHeaders.filter(([name]) => name.toLowerCase() === 'x-hub-signature-256').map(([, value]) => value);
  const value = values.at(at);
  return value === undefined ? {} : { 'x-hub-signature-256': value };
}

function withOne<Request extends { headers: Readonly<Record<string, string>> }>(request: Request, at: number): Request {
  const { t = '', v1 } = rexFields(request.headers['x-rex-signature'] ?? '');
  return { ...request, headers: { ...request.headers, 'x-rex-signature': `t=${t},v1=${v1.at(at) ?? ''}` } };
}
