import { utf8ByteString } from '../bytes.ts';
import { headerValues } from '../http/headers.ts';
import { pathOfTarget } from '../http/message.ts';
import { jsonAt, type RequestParts } from '../signature/request-parts.ts';
import type { Verdict } from '../signature/verdict.ts';
import type { ReplyRule, RuleConditions, TextTest } from './reply-settings.ts';

/** The first rule that is on and matches; null: none. The verdict is computed only when a rule gets that far. */
export function matchingRule(
  rules: readonly ReplyRule[],
  parts: RequestParts,
  verdict: () => Verdict['status'],
): ReplyRule | null {
  for (const rule of rules) {
    if (!rule.isOn || !matches(rule.when, parts, verdict)) continue;
    if (rule.action.kind === 'reject-failed' && verdict() !== 'failed') continue;
    return rule;
  }
  return null;
}

/** The cheapest conditions first. */
function matches(
  { method, path, header, json, verdict: wanted }: RuleConditions,
  parts: RequestParts,
  verdict: () => Verdict['status'],
): boolean {
  const { request } = parts;
  if (method !== null && utf8ByteString(method) !== request.method) return false;
  if (path !== null && !passes(path, pathOfTarget(request.target))) return false;
  if (header !== null && !headerValues(request.headers, header.name).some((value) => passes(header.test, value)))
    return false;
  if (json !== null && jsonTextAt(parts, json.path) !== json.equals) return false;
  return wanted === null || verdict() === wanted;
}

/** Of a byte string; the test's text is as it was typed. */
export function passes({ how, text }: TextTest, value: string): boolean {
  const wanted = utf8ByteString(text);
  switch (how) {
    case 'equals':
      return value === wanted;
    case 'begins-with':
      return value.startsWith(wanted);
    case 'contains':
      return value.includes(wanted);
    case 'glob':
      return globPasses(wanted, value);
  }
}

/** Each text between stars is looked for where the one before it ended: the leftmost place leaves the most to the others. */
function globPasses(glob: string, value: string): boolean {
  const [first = '', ...others] = glob.split('*');
  if (!value.startsWith(first)) return false;
  const last = others.pop();
  if (last === undefined) return value.length === first.length;
  let at = first.length;
  for (const text of others) {
    const found = value.indexOf(text, at);
    if (found === -1) return false;
    at = found + text.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

/** A string by its text, any other value by its JSON; undefined where there is none. */
export function jsonTextAt(parts: RequestParts, path: string): string | undefined {
  const value = path === '' ? parts.jsonBody() : jsonAt(parts.jsonBody(), path);
  return typeof value === 'string' ? value : value === undefined ? undefined : JSON.stringify(value);
}
