import { describe, expect, it } from 'vitest';
import { allWaits, nextAttempt } from '../../../src/core/deliver/next-attempt.ts';
import { deliveryPolicySchema } from '../../../src/core/deliver/policy.ts';
import { plainPolicy, providerPolicy } from '../../../src/core/deliver/provider-policy.ts';
import { statusesText } from '../../../src/core/deliver/statuses.ts';
import { retryPolicy } from '../../../src/core/signature/delivery.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import { afterReply } from '../../support/after-reply.ts';

function policyOf(id: string) {
  const scheme = schemeById(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return providerPolicy(scheme.info.delivery);
}

describe('the policies of the documented platforms', () => {
  it('RookOne: 200 within 5 s, three attempts at 0, +1 and +2 s, none after 4xx', () => {
    const { policy, notes } = policyOf('rookone-eigentic');
    expect(policy).toMatchObject({ deadlineMs: 5000, attempts: 3 });
    expect(statusesText(policy.success)).toBe('200');
    expect(allWaits(policy)).toEqual([1, 2]);
    const next = (status: number | null) => nextAttempt(policy, [{ status, hasReplyBody: true }]);
    expect(next(500)).toEqual({ waitMs: 1000 });
    expect(next(null)).toEqual({ waitMs: 1000 });
    expect(next(400)).toMatchObject({ done: 'given-up' });
    expect(next(200)).toMatchObject({ done: 'succeeded' });
    expect(notes.filter((note) => note.includes('memory'))).toEqual([]);
  });

  it('the agent platform: 30 s up to 300 s, 3 retries up to 10, exponential, any failure retried', () => {
    const { policy, maxDeadlineMs, maxAttempts } = policyOf('agent-x-webhook-signature');
    expect(policy).toMatchObject({ deadlineMs: 30_000, attempts: 4, waits: { kind: 'exponential', factor: 2 } });
    expect({ maxDeadlineMs, maxAttempts }).toEqual({ maxDeadlineMs: 300_000, maxAttempts: 11 });
    expect(statusesText(policy.success)).toBe('2xx');
    expect(statusesText(policy.retried)).toBe('3xx-5xx');
    expect(allWaits({ ...policy, attempts: 11 })).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  });

  it('the retry queue: 2^attempt minutes, 5 attempts', () => {
    const { policy } = policyOf('generic-hmac');
    expect(policy.attempts).toBe(5);
    expect(allWaits(policy).map((seconds) => seconds / 60)).toEqual([2, 4, 8, 16]);
    expect(policy.waits).toEqual({ kind: 'exponential', first: 120, factor: 2, max: null });
  });

  it('Slack: 3 s, and its retries unconfirmed', () => {
    const { policy, notes } = policyOf('slack');
    expect(policy).toMatchObject({ deadlineMs: 3000, attempts: 4, waits: { kind: 'list', seconds: [0, 60, 300] } });
    expect(notes).toContain('When it sends again is from memory, unconfirmed.');
  });

  it.each(['rex', 'vorsto-x-signature'])('%s: 200, and one attempt, for nothing is said of more', (id) => {
    const { policy, notes } = policyOf(id);
    expect(policy.attempts).toBe(1);
    expect(statusesText(policy.success)).toBe('200');
    expect(notes.join(' ')).toContain('Whether it sends again after a failure is not known');
  });
});

describe('a provider’s policy', () => {
  it.each(schemes.map(({ info }) => [info.id, info] as const))('of %s does what is known of it', (_id, info) => {
    const { policy } = providerPolicy(info.delivery);
    expect(deliveryPolicySchema.parse(policy)).toEqual(policy);
    if (info.delivery === null) return;
    for (const status of [200, 202, 204, 301, 400, 404, 410, 422, 429, 500, 503, null]) {
      const next = nextAttempt({ ...policy, attempts: policy.attempts === 1 ? 1 : 2 }, [
        { status, hasReplyBody: true },
      ]);
      const known = afterReply(info.delivery, status);
      expect('done' in next ? next.done : 'again').toBe(known === 'delivered' ? 'succeeded' : known);
    }
  });

  it('keeps the delivery id and the signature as it is known, and says what is not', () => {
    const of = (retry: Parameters<typeof retryPolicy>[0]) =>
      providerPolicy({ success: ['2xx'], deadlineMs: null, source: 'documented', retry: retryPolicy(retry) });
    const documented = { delaysSeconds: [5], source: 'documented' } as const;
    expect(of({ ...documented, deliveryId: 'new' }).policy.repeat).toBe('new-id');
    expect(of({ ...documented, signature: 'same' }).policy.repeat).toBe('same-bytes');
    expect(of({ ...documented, signature: 'fresh' }).policy.repeat).toBe('fresh-signature');
    expect(of({ source: 'memory' }).notes).toEqual([
      'How long it waits for a reply is not known: 30 s are assumed.',
      'When it sends again is from memory, unconfirmed.',
      'How often and when it sends again is not known: 4 attempts with doubling waits are assumed.',
    ]);
  });

  it('is refused where it could never succeed, or asks for more than there is', () => {
    expect(deliveryPolicySchema.safeParse({ ...plainPolicy, success: [] }).success).toBe(false);
    expect(deliveryPolicySchema.safeParse({ ...plainPolicy, attempts: 101 }).success).toBe(false);
    expect(deliveryPolicySchema.safeParse({ ...plainPolicy, deadlineMs: 0 }).success).toBe(false);
    expect(deliveryPolicySchema.safeParse({ ...plainPolicy, retried: [{ from: 500, to: 400 }] }).success).toBe(false);
  });
});
