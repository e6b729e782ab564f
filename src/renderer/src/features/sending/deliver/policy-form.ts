import { type DeliveryPolicy, deliveryPolicySchema, type Repeat } from '../../../../../core/deliver/policy.ts';
import { readStatuses, statusesText } from '../../../../../core/deliver/statuses.ts';
import { headerLines, headersFromLines } from '../../endpoints/index.ts';

/** A policy as it stands in the fields: numbers as typed, seconds for times. */
export interface PolicyForm {
  readonly success: string;
  /** Empty: any. */
  readonly replyBody: string;
  readonly deadline: string;
  readonly attempts: string;
  readonly waits: 'list' | 'exponential';
  readonly list: string;
  readonly first: string;
  readonly factor: string;
  /** Empty: none. */
  readonly longest: string;
  readonly retried: string;
  readonly retriesNoReply: boolean;
  readonly repeat: Repeat;
  /** `Name: value`, one a line. */
  readonly headers: string;
  readonly verifyTls: boolean;
}

/** What is wrong with a field, in a sentence. */
export type PolicyProblems = { -readonly [K in keyof PolicyForm]?: string };

export function formOf(policy: DeliveryPolicy): PolicyForm {
  const { waits } = policy;
  return {
    success: statusesText(policy.success),
    replyBody: policy.replyBody ?? '',
    deadline: String(policy.deadlineMs / 1000),
    attempts: String(policy.attempts),
    waits: waits.kind,
    list: waits.kind === 'list' ? waits.seconds.join(', ') : '',
    first: waits.kind === 'exponential' ? String(waits.first) : '1',
    factor: waits.kind === 'exponential' ? String(waits.factor) : '2',
    longest: waits.kind === 'exponential' && waits.max !== null ? String(waits.max) : '',
    retried: statusesText(policy.retried),
    retriesNoReply: policy.retriesNoReply,
    repeat: policy.repeat,
    headers: headerLines(policy.headers),
    verifyTls: policy.verifyTls,
  };
}

export type ReadPolicy =
  | { readonly policy: DeliveryPolicy; readonly problems: null }
  | { readonly policy: null; readonly problems: PolicyProblems };

const STATUSES = 'Write statuses such as 200, 5xx or 429-431';

export function readForm(form: PolicyForm): ReadPolicy {
  const success = readStatuses(form.success);
  const retried = readStatuses(form.retried);
  const headers = headersFromLines(form.headers);
  const listed = form.list.split(/[\s,;]+/).filter((part) => part !== '');
  const problems: PolicyProblems = {
    ...(success === null || success.length === 0 ? { success: STATUSES } : {}),
    ...(retried === null ? { retried: STATUSES } : {}),
    ...(typeof headers === 'string' ? { headers } : {}),
  };
  const parsed = deliveryPolicySchema.safeParse({
    success: success ?? [],
    replyBody: form.replyBody.trim() === '' ? null : form.replyBody.trim(),
    deadlineMs: Math.round(number(form.deadline) * 1000),
    attempts: number(form.attempts),
    waits:
      form.waits === 'list'
        ? { kind: 'list', seconds: listed.map(number) }
        : {
            kind: 'exponential',
            first: number(form.first),
            factor: number(form.factor),
            max: form.longest.trim() === '' ? null : number(form.longest),
          },
    retried: retried ?? [],
    retriesNoReply: form.retriesNoReply,
    repeat: form.repeat,
    headers: typeof headers === 'string' ? [] : headers,
    verifyTls: form.verifyTls,
  });
  const all = { ...(parsed.success ? {} : sentences(parsed.error.issues)), ...problems };
  return parsed.success && Object.keys(all).length === 0
    ? { policy: parsed.data, problems: null }
    : { policy: null, problems: all };
}

/** NaN, which the schema refuses, for anything that is no plain number. */
export function number(text: string): number {
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : Number.NaN;
}

function sentences(issues: readonly { readonly path: readonly PropertyKey[] }[]): PolicyProblems {
  const found: PolicyProblems = {};
  for (const { path } of issues) {
    const [top, second] = path;
    if (top === 'deadlineMs') found.deadline = 'From 0.1 to 300 seconds';
    if (top === 'attempts') found.attempts = 'A whole number from 1 to 100';
    if (top === 'headers') found.headers = 'At most 100 headers of 10,000 characters';
    if (top === 'replyBody') found.replyBody = 'At most 1,000 characters';
    if (top !== 'waits') continue;
    if (second === 'seconds') found.list = 'Seconds up to seven days, such as 1, 2, 60';
    if (second === 'first') found.first = 'Seconds, up to seven days';
    if (second === 'factor') found.factor = 'From 1 to 100';
    if (second === 'max') found.longest = 'Seconds, up to seven days, or empty';
  }
  return found;
}
