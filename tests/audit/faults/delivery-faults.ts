import { setTimeout as wait } from 'node:timers/promises';
import { type HandlerRequest, hmac } from '../handler.ts';
import { agent, type Fault, github, rex, rexFields, right, slack, verifying } from './fault.ts';
import { slackChallenge } from './timestamp-faults.ts';

const idOf = ({ headers }: HandlerRequest): string => headers['x-github-delivery'] ?? '';

/** What is wrong with what is done after a signature held. */
export const deliveryFaults: readonly Fault[] = [
  {
    ...github,
    name: 'a duplicate gets 409',
    finds: ['idempotent-duplicate'],
    start() {
      const seen = new Set<string>();
      return verifying(right.github, (request) => {
        if (seen.has(idOf(request))) return 409;
        seen.add(idOf(request));
        return 200;
      });
    },
  },
  {
    ...agent,
    name: 'the same body once more gets 409',
    finds: ['idempotent-duplicate'],
    start() {
      const seen = new Set<string>();
      return verifying(right.agent, ({ body }) => {
        const key = hmac('key', body);
        if (seen.has(key)) return 409;
        seen.add(key);
        return 200;
      });
    },
  },
  {
    ...github,
    name: 'a duplicate breaks a unique index',
    finds: ['idempotent-duplicate'],
    start() {
      const rows = new Set<string>();
      return verifying(right.github, (request) => {
        if (rows.has(idOf(request))) throw new Error('UNIQUE constraint failed: deliveries.id');
        rows.add(idOf(request));
        return 200;
      });
    },
  },
  {
    ...github,
    name: 'copies at once break what one after the other do not',
    finds: ['idempotent-concurrent'],
    start() {
      const done = new Set<string>();
      const underWay = new Map<string, () => void>();
      return verifying(right.github, async (request) => {
        const id = idOf(request);
        if (done.has(id)) return 200;
        const other = underWay.get(id);
        if (other !== undefined) {
          other();
          return 500;
        }
        // Dealt with when another copy came, or a moment later where none does.
        await Promise.race([new Promise<void>((resolve) => underWay.set(id, resolve)), wait(50)]);
        done.add(id);
        return 200;
      });
    },
  },
  {
    ...github,
    name: 'a replay is dealt with again',
    finds: ['rejects-replay'],
    expectations: { duplicates: 'reject' },
    start: () => verifying(right.github),
  },
  {
    ...rex,
    name: 'what is older than the one before is refused',
    finds: ['handles-out-of-order'],
    start() {
      let newest = 0;
      return (request) => {
        if (!right.rex(request)) return 401;
        const t = Number(rexFields(request.headers['x-rex-signature'] ?? '').t);
        if (t < newest) return 409;
        newest = t;
        return 200;
      };
    },
  },
  {
    ...github,
    name: 'an unknown event throws',
    finds: ['handles-unknown-event'],
    start: () =>
      verifying(right.github, ({ headers }) => {
        if (headers['x-github-event'] !== 'push') throw new Error('no handler for this event');
        return 200;
      }),
  },
  {
    ...github,
    name: 'an unknown event gets 400',
    finds: ['handles-unknown-event'],
    start: () => verifying(right.github, ({ headers }) => (headers['x-github-event'] === 'push' ? 200 : 400)),
  },
  {
    ...github,
    name: 'some work is done before the answer',
    finds: ['answers-in-time'],
    expectations: { deadlineMs: 2000 },
    start: () =>
      verifying(right.github, async ({ headers }) => {
        if (headers['x-github-event'] !== 'push') await wait(2200);
        return 200;
      }),
  },
  {
    ...github,
    name: 'nothing is answered before the provider has given up',
    finds: ['answers-in-time'],
    expectations: { deadlineMs: 200 },
    start: () => () => null,
  },
  {
    ...slack,
    name: 'the handshake gets “ok”',
    finds: ['answers-handshake'],
    start: () => verifying(right.slack),
  },
  {
    ...slack,
    name: 'the handshake is refused',
    finds: ['answers-handshake'],
    start: () => verifying(right.slack, ({ body }) => (typeof slackChallenge(body) === 'number' ? 200 : 404)),
  },
  {
    scheme: 'meta-whatsapp',
    secret: github.secret,
    name: 'the verify token is not compared',
    finds: ['answers-handshake'],
    expectations: { verifyToken: 'a-token-we-chose' },
    start: () => (request) => {
      if (request.method !== 'GET') return right.github(request) ? 200 : 401;
      return { status: 200, body: new URL(request.url).searchParams.get('hub.challenge') ?? '' };
    },
  },
];
