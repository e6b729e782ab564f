import { describe, expect, it } from 'vitest';
import { type Delivery, isIn, retryDelays, retryPolicy } from '../../../src/core/signature/delivery.ts';
import { deliveryFacts } from '../../../src/core/signature/delivery-words.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { replyConcerns, statusWords } from '../../../src/core/signature/reply-check.ts';
import { afterReply } from '../../support/after-reply.ts';

function deliveryOf(id: string): Delivery {
  const delivery = schemeById(id)?.info.delivery;
  if (!delivery) throw new Error(`${id} has no delivery`);
  return delivery;
}

describe('how the first platforms deliver', () => {
  it('RookOne: 200 within 5 s; three attempts at once, after 1 s and after 2 s more; none after a 4xx', () => {
    const delivery = deliveryOf('rookone-eigentic');
    expect(delivery).toMatchObject({ success: [200], deadlineMs: 5000, source: 'documented' });
    expect(delivery.retry).toMatchObject({
      attempts: 3,
      delaysSeconds: [1, 2],
      deliveryId: 'same',
      source: 'documented',
    });
    expect([200, 204, 404, 500, null].map((status) => afterReply(delivery, status))).toEqual([
      'delivered',
      'again',
      'given-up',
      'again',
      'again',
    ]);
  });

  it('the agent platform: any 2xx within 30 s, 300 s at most; 3 retries, 10 at most', () => {
    const delivery = deliveryOf('agent-x-webhook-signature');
    expect(delivery).toMatchObject({ success: ['2xx'], deadlineMs: 30_000, maxDeadlineMs: 300_000 });
    expect(delivery.retry).toMatchObject({ attempts: 4, maxAttempts: 11, source: 'documented' });
    expect(delivery.retry && retryDelays(delivery.retry)).toEqual({ seconds: [1, 2, 4], exact: false });
    expect(afterReply(delivery, 404)).toBe('again');
  });

  it('Slack: within 3 s; the retries are hearsay', () => {
    const delivery = deliveryOf('slack');
    expect(delivery).toMatchObject({ deadlineMs: 3000, source: 'documented' });
    expect(delivery.retry).toMatchObject({ attempts: 4, delaysSeconds: [0, 60, 300], source: 'memory' });
  });

  it('the generic queue: five attempts, 2 to the power of the attempt minutes apart', () => {
    expect(deliveryOf('generic-hmac').retry?.delaysSeconds).toEqual([1, 2, 3, 4].map((attempt) => 60 * 2 ** attempt));
  });

  it('Rex and Vorsto: 200, and nothing is known of retries', () => {
    for (const id of ['rex', 'vorsto-x-signature']) {
      expect(deliveryOf(id)).toMatchObject({ success: [200], retry: null, source: 'documented' });
      expect(afterReply(deliveryOf(id), 500)).toBe('given-up');
    }
  });
});

it.each(schemes.filter(({ info }) => info.delivery).map(({ id, info }) => [id, info.delivery] as const))(
  'the delivery of %s holds together',
  (_, delivery) => {
    if (delivery === null) return;
    expect(delivery.success.length).toBeGreaterThan(0);
    const { retry } = delivery;
    if (retry === null) return;
    const { seconds, exact } = retryDelays(retry);
    for (const one of seconds) expect(Number.isInteger(one) && one >= 0).toBe(true);
    if (retry.attempts !== null && retry.attempts <= 31) expect(seconds).toHaveLength(retry.attempts - 1);
    if (retry.delaysSeconds !== null) expect(exact).toBe(true);
    expect(deliveryFacts(delivery).every(({ text }) => text !== '' && !text.includes('undefined'))).toBe(true);
  },
);

it('delays of which only the sum is known grow to it', () => {
  const { seconds } = retryDelays(retryPolicy({ attempts: 9, withinSeconds: 4 * 3600, source: 'memory' }));
  expect(seconds).toHaveLength(8);
  expect(seconds.toSorted((a, b) => a - b)).toEqual(seconds);
  expect(Math.abs(seconds.reduce((a, b) => a + b, 0) - 4 * 3600)).toBeLessThan(10);
});

it('statuses belong to their classes', () => {
  expect([isIn(['2xx'], 299), isIn(['2xx'], 300), isIn([200, 204], 204), isIn(['4xx', 500], 500)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(statusWords(['2xx'])).toBe('200 to 299');
  expect(statusWords([200, 201, 204])).toBe('200, 201 or 204');
});

describe('a reply', () => {
  const slack = deliveryOf('slack');
  it('that is slower than the provider waits is said to be', () => {
    expect(replyConcerns(slack, 'Slack', { status: 200, ms: 6210, verdict: 'verified' })).toEqual([
      {
        kind: 'late',
        short: 'slower than 3 s',
        sentence: 'Replied after 6.2 s; Slack gives up after 3 s and sends again.',
      },
    ]);
    expect(replyConcerns(slack, 'Slack', { status: 200, ms: 3000, verdict: 'verified' })).toEqual([]);
    expect(replyConcerns(slack, 'Slack', { status: null, ms: null, verdict: 'verified' })).toEqual([]);
    expect(replyConcerns(null, 'Slack', { status: 500, ms: 9999, verdict: 'verified' })).toEqual([]);
  });

  it('with a status that is no success is said to be, unless it refuses what deserves it', () => {
    const [concern] = replyConcerns(deliveryOf('rookone-eigentic'), 'RookOne', {
      status: 404,
      ms: 1,
      verdict: 'verified',
    });
    expect(concern?.sentence).toBe('Replied with 404; RookOne takes 200 as received. It does not send it again.');
    expect(replyConcerns(slack, 'Slack', { status: 401, ms: 1, verdict: 'failed' })).toEqual([]);
    expect(replyConcerns(slack, 'Slack', { status: 500, ms: 1, verdict: 'failed' })).toHaveLength(1);
  });

  it('judged by hearsay says so', () => {
    const [concern] = replyConcerns(deliveryOf('github'), 'GitHub', { status: 200, ms: 11_000, verdict: 'verified' });
    expect(concern?.sentence).toBe('Replied after 11 s; GitHub gives up after 10 s (from memory, unconfirmed).');
  });
});

it('what is known is said in a line each', () => {
  expect(deliveryFacts(deliveryOf('rookone-eigentic'))).toEqual([
    { name: 'Expects', text: 'a reply of 200 within 5 s', source: 'documented' },
    {
      name: 'Sends again',
      text: '3 attempts in all; after 1 s, then 2 s; not after 300 to 399 or 400 to 499; with the same delivery id',
      source: 'documented',
    },
  ]);
  expect(deliveryFacts(null)).toEqual([]);
});
