import { timingSafeEqual } from 'node:crypto';
import { type HandlerRequest, hmac } from '../handler.ts';
import { agent, type Fault, github, rex, right, rookone, SECRET, verifying, vorsto } from './fault.ts';

const isEqual = (given: string, expected: string): boolean =>
  timingSafeEqual(Buffer.from(given), Buffer.from(expected));

/** Python's `dict(item.split("=") for item in header.split(","))`: the last of a name stays, and an item without “=” raises. */
function dictOf(header: string | undefined): ReadonlyMap<string, string> {
  if (header === undefined) throw new TypeError('NoneType has no attribute split');
  return new Map(
    header.split(',').map((item): [string, string] => {
      const [name = '', value, ...more] = item.split('=');
      if (value === undefined || more.length > 0) throw new RangeError('dictionary update sequence element');
      return [name, value];
    }),
  );
}

/** Whole handlers as providers and blogs print them, each with everything that is wrong with it. */
export const publishedSamples: readonly Fault[] = [
  {
    ...rookone,
    name: 'RookOne: the manual Flask snippet',
    finds: ['rejects-stale-timestamp'],
    start: () =>
      verifying(({ headers, body }) => {
        const given = headers['x-eigentic-signature'] ?? '';
        const expected = `sha256=${hmac(SECRET, body)}`;
        return given.length === expected.length && isEqual(given, expected);
      }),
  },
  {
    ...agent,
    name: 'the agent platform: verifyWebhook(JSON.stringify(req.body))',
    finds: ['rejects-malformed-signature', 'rejects-reserialised-body'],
    start: () =>
      verifying(({ headers, body }) =>
        isEqual(headers['x-webhook-signature'] ?? '', hmac(SECRET, JSON.stringify(JSON.parse(body.toString())))),
      ),
  },
  {
    ...rex,
    name: 'Rex: TypeScript',
    finds: ['accepts-valid-binary-safe', 'accepts-rotated', 'rejects-malformed-signature', 'rejects-stale-timestamp'],
    start: () =>
      verifying((request) => {
        const [t, v1] = (request.headers['x-rex-signature'] ?? '').split(',').map((part) => part.split('=')[1]);
        if (t === undefined || v1 === undefined) throw new TypeError('Cannot read properties of undefined');
        return isEqual(v1, hmac(SECRET, `${t}.${request.body.toString()}`));
      }),
  },
  {
    ...rex,
    name: 'Rex: Python',
    finds: ['accepts-rotated', 'rejects-malformed-signature', 'rejects-stale-timestamp'],
    start: () =>
      verifying(({ headers, body }) => {
        const parts = dictOf(headers['x-rex-signature']);
        const [t, v1] = [parts.get('t'), parts.get('v1')];
        if (t === undefined || v1 === undefined) throw new ReferenceError('KeyError');
        return v1 === hmac(SECRET, Buffer.concat([Buffer.from(`${t}.`), body]));
      }),
  },
  {
    ...github,
    name: 'the generic server: if signature and not verify(...)',
    finds: ['rejects-unsigned'],
    start: () => verifying((request) => !request.headers['x-hub-signature-256'] || right.github(request)),
  },
  {
    scheme: 'stripe',
    secret: SECRET,
    name: 'the generic server: its Stripe helper',
    finds: ['accepts-rotated', 'rejects-malformed-signature', 'rejects-stale-timestamp'],
    start: () =>
      verifying(({ headers, body }: HandlerRequest) => {
        const parts = dictOf(headers['stripe-signature']);
        const [t, v1] = [parts.get('t'), parts.get('v1')];
        if (t === undefined || v1 === undefined) throw new ReferenceError('KeyError');
        return v1 === hmac(SECRET, Buffer.concat([Buffer.from(`${t}.`), body]));
      }),
  },
  {
    ...vorsto,
    name: 'Vorsto: Node',
    finds: ['rejects-reserialised-body'],
    start: () =>
      verifying(({ headers, body }) => {
        const parsed: unknown = JSON.parse(body.toString());
        return headers['x-signature'] === hmac(SECRET, JSON.stringify(parsed));
      }),
  },
  {
    ...vorsto,
    name: 'Vorsto: Java, which reads line by line',
    finds: ['accepts-valid-binary-safe'],
    start: () =>
      verifying(({ headers, body }) => {
        const lines = body.toString().split(/\r\n|\r|\n/);
        return headers['x-signature'] === hmac(SECRET, lines.join(''));
      }),
  },
];
