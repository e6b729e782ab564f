import { hmac, same } from '../handler.ts';
import { agent, type Fault, github, rex, rexFields, right, SECRET, verifying, vorsto } from './fault.ts';

/** A handler of Vorsto's that verifies what `change` makes of the body. */
const over = (change: (body: Buffer) => Buffer | string) =>
  verifying(({ headers, body }) => same(headers['x-signature'] ?? '', hmac(SECRET, change(body))));

/** What is wrong with which bytes are verified, or with what is done to the body. */
export const bodyFaults: readonly Fault[] = [
  {
    ...vorsto,
    name: 'JSON.stringify of the parsed body is verified',
    finds: ['rejects-reserialised-body'],
    start: () => (request) => {
      let written: string;
      try {
        written = JSON.stringify(JSON.parse(request.body.toString()));
      } catch {
        return 400;
      }
      return same(request.headers['x-signature'] ?? '', hmac(SECRET, written)) ? 200 : 401;
    },
  },
  {
    ...agent,
    name: 'JSON.stringify of the parsed body is verified, and what is no JSON throws',
    finds: ['rejects-reserialised-body'],
    start: () =>
      verifying(({ headers, body }) =>
        same(headers['x-webhook-signature'] ?? '', hmac(SECRET, JSON.stringify(JSON.parse(body.toString())))),
      ),
  },
  {
    ...vorsto,
    name: 'lines are read without their ends',
    finds: ['accepts-valid-binary-safe'],
    start: () => over((body) => Buffer.from(body.toString('latin1').replace(/\r\n|\r|\n/g, ''), 'latin1')),
  },
  {
    ...vorsto,
    name: 'the body is trimmed',
    finds: ['accepts-valid-binary-safe'],
    start: () => over((body) => Buffer.from(body.toString('latin1').trim(), 'latin1')),
  },
  {
    ...vorsto,
    name: 'the body is read as ASCII',
    finds: ['accepts-valid-unicode'],
    start: () => over((body) => Buffer.from(body.toString('latin1').replace(/[\x80-\xff]/g, '?'))),
  },
  {
    ...vorsto,
    name: 'the body is read as Latin-1',
    finds: ['accepts-valid-unicode'],
    start: () => over((body) => body.toString('latin1')),
  },
  {
    ...rex,
    name: 'the body goes through toString()',
    finds: ['accepts-valid-binary-safe'],
    start: () =>
      verifying((request) => {
        const { t = '', v1 } = rexFields(request.headers['x-rex-signature'] ?? '');
        const expected = hmac(SECRET, `${t}.${request.body.toString()}`);
        return right.rex(request) && v1.includes(expected);
      }),
  },
  {
    ...vorsto,
    name: 'chunks are decoded one by one',
    finds: ['handles-large-body'],
    start: () =>
      over((body) => {
        let text = '';
        for (let at = 0; at < body.length; at += 65_536) text += body.subarray(at, at + 65_536).toString();
        // What small bodies and bytes that are no text go through is not this fault.
        return body.length > 65_536 ? text : body;
      }),
  },
  {
    ...github,
    name: 'only the first 64 KiB are read',
    finds: ['handles-large-body'],
    start: () => verifying((request) => right.github({ ...request, body: request.body.subarray(0, 65_536) })),
  },
  {
    ...vorsto,
    name: 'an empty body throws',
    finds: ['handles-empty-body'],
    start: () => verifying(right.vorsto, ({ body }) => (body.length === 0 ? JSON.parse('') : 200)),
  },
  {
    ...vorsto,
    name: 'an empty body is never answered',
    finds: ['handles-empty-body'],
    expectations: { deadlineMs: 1500 },
    start: () => verifying(right.vorsto, ({ body }) => (body.length === 0 ? null : 200)),
  },
  {
    ...vorsto,
    name: 'a large body throws',
    finds: ['handles-large-body'],
    start: () => (request) => {
      if (request.body.length > 100 * 1024) throw new RangeError('request entity too large');
      return right.vorsto(request) ? 200 : 401;
    },
  },
  {
    ...vorsto,
    name: 'another Content-Type leaves the body undefined',
    finds: ['handles-wrong-content-type'],
    start: () => (request) => {
      if (!request.headers['content-type']?.includes('json')) throw new TypeError('"data" must be a string');
      return right.vorsto(request) ? 200 : 401;
    },
  },
];
