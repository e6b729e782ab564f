import { hmac, same } from '../handler.ts';
import { type Fault, isFresh, rex, rexFields, type right, rookone, SECRET, slack, verifying } from './fault.ts';

const rookoneSigned = ({ headers, body }: Parameters<typeof right.rookone>[0]) =>
  same(headers['x-eigentic-signature'] ?? '', `sha256=${hmac(SECRET, body)}`);

/** What is wrong with how old a delivery may be. */
export const timestampFaults: readonly Fault[] = [
  {
    ...rookone,
    name: 'the timestamp is never looked at',
    finds: ['rejects-stale-timestamp'],
    start: () => verifying(rookoneSigned),
  },
  {
    ...rex,
    name: 'the signed timestamp is never looked at',
    finds: ['rejects-stale-timestamp'],
    start: () =>
      verifying(({ headers, body }) => {
        const { t = '', v1 } = rexFields(headers['x-rex-signature'] ?? '');
        const expected = hmac(SECRET, Buffer.concat([Buffer.from(`${t}.`), body]));
        return v1.some((one) => same(one, expected));
      }),
  },
  {
    ...rookone,
    name: 'only the past is looked at',
    finds: ['rejects-future-timestamp'],
    start: () =>
      verifying((request) => {
        const timestamp = request.headers['x-eigentic-timestamp'] ?? '';
        return /^\d+$/.test(timestamp) && Date.now() / 1000 - Number(timestamp) <= 300 && rookoneSigned(request);
      }),
  },
  {
    ...rookone,
    name: 'the age of no number is not over the limit',
    finds: ['rejects-non-numeric-timestamp'],
    start: () =>
      verifying((request) => {
        const age = Math.abs(Date.now() / 1000 - Number(request.headers['x-eigentic-timestamp']));
        return !(age > 300) && rookoneSigned(request);
      }),
  },
  {
    ...rookone,
    name: 'a missing timestamp is not checked',
    finds: ['rejects-missing-timestamp'],
    start: () =>
      verifying((request) => {
        const timestamp = request.headers['x-eigentic-timestamp'];
        return (!timestamp || isFresh(timestamp)) && rookoneSigned(request);
      }),
  },
  {
    ...rookone,
    name: 'a timestamp that is no number throws',
    finds: ['rejects-malformed-signature'],
    start: () =>
      verifying((request) => {
        const timestamp = request.headers['x-eigentic-timestamp'] ?? '0';
        if (!/^\d+$/.test(timestamp)) throw new RangeError('invalid literal for int()');
        return isFresh(timestamp) && rookoneSigned(request);
      }),
  },
  {
    ...slack,
    name: 'the signature may be of another time than the timestamp',
    finds: ['rejects-swapped-timestamp'],
    start: () =>
      verifying(
        ({ headers, body }) => {
          const now = Number(headers['x-slack-request-timestamp'] ?? '');
          if (!isFresh(headers['x-slack-request-timestamp'])) return false;
          const given = headers['x-slack-signature'] ?? '';
          // "Clocks differ": every second of the last quarter of an hour is tried.
          return Array.from({ length: 1000 }, (_, back) => now - back).some((second) =>
            same(given, `v0=${hmac(SECRET, Buffer.concat([Buffer.from(`v0:${second}:`), body]))}`),
          );
        },
        ({ body }) => slackChallenge(body),
      ),
  },
];

export function slackChallenge(body: Buffer) {
  const value: unknown = body.length > 4096 || body[0] !== 0x7b ? null : JSON.parse(body.toString());
  if (typeof value !== 'object' || value === null || !('challenge' in value)) return 200;
  return { status: 200, body: JSON.stringify({ challenge: value.challenge }) };
}
