import { describe, expect, it } from 'vitest';
import { plainPolicy, providerPolicy } from '../../../../src/core/deliver/provider-policy.ts';
import { schemes } from '../../../../src/core/signature/registry.ts';
import { readBurst } from '../../../../src/renderer/src/features/sending/deliver/choices.ts';
import {
  formOf,
  type PolicyForm,
  readForm,
} from '../../../../src/renderer/src/features/sending/deliver/policy-form.ts';

const plain = formOf(plainPolicy);
const problems = (patch: Partial<PolicyForm>) => readForm({ ...plain, ...patch }).problems;

describe('the form of a policy', () => {
  it('says the same as the policy, for every provider', () => {
    for (const { info } of schemes) {
      const { policy } = providerPolicy(info.delivery);
      expect(readForm(formOf(policy))).toEqual({ policy, problems: null });
    }
  });

  it('reads what was typed', () => {
    const typed = {
      ...plain,
      success: '200, 204',
      replyBody: ' OK ',
      deadline: '2.5',
      waits: 'list',
      list: '0 1.5;60',
      retried: '',
      headers: 'X-Tenant: 42\n',
    } as const;
    expect(readForm(typed).policy).toMatchObject({
      success: [
        { from: 200, to: 200 },
        { from: 204, to: 204 },
      ],
      replyBody: 'OK',
      deadlineMs: 2500,
      waits: { kind: 'list', seconds: [0, 1.5, 60] },
      retried: [],
      headers: [['X-Tenant', '42']],
    });
  });

  it.each<[Partial<PolicyForm>, keyof PolicyForm]>([
    [{ success: '' }, 'success'],
    [{ success: 'fine' }, 'success'],
    [{ retried: '5x' }, 'retried'],
    [{ deadline: '301' }, 'deadline'],
    [{ deadline: '' }, 'deadline'],
    [{ attempts: '1.5' }, 'attempts'],
    [{ attempts: '101' }, 'attempts'],
    [{ waits: 'list', list: '' }, 'list'],
    [{ waits: 'list', list: '1, soon' }, 'list'],
    [{ first: '-1' }, 'first'],
    [{ factor: '0.5' }, 'factor'],
    [{ longest: 'x' }, 'longest'],
    [{ headers: 'no header' }, 'headers'],
  ])('names the one field that is wrong in %j', (patch, field) => {
    expect(Object.keys(problems(patch) ?? {})).toEqual([field]);
  });
});

describe('the form of a burst', () => {
  it('is read, or says which number is out of bounds', () => {
    const burst = { count: '10000', concurrency: '100', repeat: 'new-id' } as const;
    expect(readBurst(burst)).toEqual({ count: 10_000, concurrency: 100, problems: null });
    expect(readBurst({ ...burst, count: '10001' }).problems).toEqual({ count: 'From 1 to 10,000' });
    expect(readBurst({ ...burst, concurrency: '0' }).problems).toEqual({ concurrency: 'From 1 to 100' });
    expect(readBurst({ ...burst, count: 'many' }).problems).toEqual({ count: 'From 1 to 10,000' });
  });
});
