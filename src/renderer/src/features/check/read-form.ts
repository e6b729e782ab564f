import type { CheckedRequest, GivenSecret } from '../../../../core/contract.ts';
import { headersFromLines } from '../endpoints/index.ts';
import type { CheckForm } from './check-store.ts';

/** What is wrong with a field, in the words under it. */
export type FormProblems = { readonly [K in 'method' | 'url' | 'headers' | 'receivedAt']?: string };

export interface ReadForm {
  readonly request: CheckedRequest;
  readonly secrets: readonly GivenSecret[];
  /** null: now. */
  readonly nowMs: number | null;
}

/** RFC 9110, section 9.1: a method is a token. */
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The fields as what the engine is asked, or what is wrong with them. */
export function readForm(form: CheckForm, storedIds: readonly string[]): ReadForm | FormProblems {
  const headers = headersFromLines(form.headers);
  const receivedAt = momentOf(form.receivedAt);
  const url = form.url.trim();
  const problems: FormProblems = {
    ...(METHOD.test(form.method) ? {} : { method: 'Not a method' }),
    ...(url === '' || url.startsWith('/') || /^https?:\/\/[^/]/i.test(url) ? {} : { url: 'Neither a URL nor a path' }),
    ...(typeof headers === 'string' ? { headers } : {}),
    ...(receivedAt === undefined ? { receivedAt: 'Neither a date nor a number of seconds since 1970' } : {}),
  };
  if (typeof headers === 'string' || receivedAt === undefined || Object.keys(problems).length > 0) return problems;
  return {
    request: { method: form.method, url: url === '' ? '/' : url, headers, body: form.body },
    secrets: secretsOf(form, storedIds),
    nowMs: receivedAt,
  };
}

export function isRead(read: ReadForm | FormProblems): read is ReadForm {
  return 'request' in read;
}

function secretsOf(form: CheckForm, storedIds: readonly string[]): readonly GivenSecret[] {
  if (form.secretFrom === 'pasted')
    return form.pastedSecret === '' ? [] : [{ kind: 'pasted', value: form.pastedSecret }];
  const { storedSecret } = form;
  const ids = storedSecret === null ? storedIds : storedIds.filter((id) => id === storedSecret);
  return ids.map((id) => ({ kind: 'stored', id }));
}

/** Milliseconds from here on; below are seconds, until the year 5138. */
const FIRST_MS = 1e11;

/** A moment as people and logs write it. null: none given, which is now; undefined: it is no moment. */
export function momentOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const ms = /^\d+(\.\d+)?$/.test(trimmed)
    ? Math.round(Number(trimmed) * (Number(trimmed) < FIRST_MS ? 1000 : 1))
    : // Without a year, `Date.parse` makes one up: "-1" is in 2001.
      /\d{4}/.test(trimmed)
      ? Date.parse(trimmed)
      : Number.NaN;
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= 8.64e15 ? ms : undefined;
}
