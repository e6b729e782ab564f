import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputSchemas } from '../../../src/core/input-schemas.ts';
import {
  anyRequest,
  defaultReplySettings,
  MAX_BYTES_PER_SECOND,
  MAX_DELAY_MS,
  type ReplyRule,
  type RuleAction,
  type RuleConditions,
} from '../../../src/core/reply/reply-settings.ts';
import {
  emptyForm,
  formOfRule,
  type RuleForm,
  ruleOf,
  rulePresets,
  ruleProblems,
} from '../../../src/renderer/src/features/endpoints/replies/rule-form.ts';

const token = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
const typed = fc.string({ minLength: 1, maxLength: 30 });
const how = fc.constantFrom('equals' as const, 'begins-with' as const, 'contains' as const, 'glob' as const);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const when: fc.Arbitrary<RuleConditions> = fc.record({
  method: maybe(token),
  path: maybe(fc.record({ how, text: typed.map((text) => `/${text}`) })),
  header: maybe(fc.record({ name: token, test: fc.record({ how, text: fc.string({ maxLength: 30 }) }) })),
  json: maybe(fc.record({ path: token, equals: fc.string({ maxLength: 30 }) })),
  verdict: maybe(fc.constantFrom('verified' as const, 'failed' as const, 'unchecked' as const)),
});

const delayMs = fc.integer({ min: 0, max: MAX_DELAY_MS });
const action: fc.Arbitrary<RuleAction> = fc.oneof(
  fc.record({
    kind: fc.constant('reply' as const),
    status: fc.integer({ min: 200, max: 599 }),
    headers: fc.array(fc.tuple(token, token), { maxLength: 3 }),
    body: fc.string({ maxLength: 60 }),
    delayMs,
    bytesPerSecond: maybe(fc.integer({ min: 1, max: MAX_BYTES_PER_SECOND })),
  }),
  fc.record({ kind: fc.constant('reset' as const), delayMs }),
  fc.constant({ kind: 'reject-failed' as const }),
);

const form = (part: Partial<RuleForm>): RuleForm => ({ ...emptyForm, ...part });
const made = (part: Partial<RuleForm>): ReplyRule => ruleOf(form(part), { id: 'r', isOn: true });

describe('the form of a rule', () => {
  it('gives back every rule that it can show', () => {
    fc.assert(
      fc.property(when, action, fc.boolean(), (conditions, then, isOn) => {
        const rule: ReplyRule = { id: 'r', isOn, name: 'a rule', when: conditions, action: then };
        const shown = formOfRule(rule);
        expect(ruleProblems(shown)).toEqual({});
        expect(ruleOf(shown, rule)).toEqual(rule);
      }),
    );
  });

  it('takes every request as it opens, and answers 200 at once', () => {
    expect(ruleProblems(emptyForm)).toEqual({});
    expect(made({})).toMatchObject({ when: anyRequest, action: { kind: 'reply', status: 200, delayMs: 0 } });
  });

  it('reads a delay in its unit', () => {
    const delayOf = (part: Partial<RuleForm>) => {
      const { action: then } = made({ kind: 'reset', ...part });
      return then.kind === 'reset' ? then.delayMs : null;
    };
    expect(delayOf({ delay: '35', delayUnit: 's' })).toBe(35_000);
    expect(delayOf({ delay: '1.001', delayUnit: 's' })).toBe(1001);
    expect(delayOf({ delay: '5', delayUnit: 'min' })).toBe(300_000);
    expect(delayOf({ delay: '250', delayUnit: 'ms' })).toBe(250);
  });

  it.each([
    ['method', { method: 'PO ST' }],
    ['path', { path: 'orders', pathHow: 'equals' as const }],
    ['headerName', { headerName: 'X Id' }],
    ['headerName', { headerText: 'without a name' }],
    ['jsonPath', { jsonEquals: 'without a place' }],
    ['status', { status: '99' }],
    ['status', { status: 'ok' }],
    ['status', { status: '600' }],
    ['headers', { headers: 'no header' }],
    ['delay', { delay: '301' }],
    ['delay', { delay: '-1' }],
    ['delay', { delay: 'soon' }],
    ['bytesPerSecond', { isSlow: true, bytesPerSecond: '' }],
    ['bytesPerSecond', { isSlow: true, bytesPerSecond: '0.5' }],
  ] as const)('says beside %s what is wrong with %j', (field, part) => {
    expect(Object.keys(ruleProblems(form(part)))).toEqual([field]);
  });

  it('does not mind what an answer of another kind would have minded', () => {
    expect(ruleProblems(form({ kind: 'reject-failed', status: '', delay: 'x' }))).toEqual({});
    expect(ruleProblems(form({ kind: 'reset', status: '' }))).toEqual({});
  });
});

describe('ready-made rules', () => {
  it.each(rulePresets)('$label is one that the engine takes', ({ rule }) => {
    const shown = formOfRule(rule);
    expect(ruleProblems(shown)).toEqual({});
    const rules = [ruleOf(shown, { id: 'r', isOn: true })];
    const input = { id: 'e', replying: { ...defaultReplySettings, rules } };
    expect(inputSchemas['endpoints.update'].safeParse(input).success).toBe(true);
  });
});
