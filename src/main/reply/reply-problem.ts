import { wireRequest } from '../../core/draft/sendable.ts';
import type { EndpointReply } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import {
  type ForwardSettings,
  MAX_BYTES_PER_SECOND,
  MAX_DELAY_MS,
  MAX_FORWARD_TIMEOUT_MS,
  MIN_BYTES_PER_SECOND,
  MIN_FORWARD_TIMEOUT_MS,
  type ReplyRule,
  type ReplySettings,
  type TextTest,
} from '../../core/reply/reply-settings.ts';

type Problem = Failure | null;

const invalid = (field: string, problem: string): Failure => ({ code: 'invalid-input', field, problem });

/** What a user may have typed wrong in a reply; `what` names it in front of “status” and “headers”. */
export function replyProblem({ status, headers }: Pick<EndpointReply, 'status' | 'headers'>, what: string): Problem {
  if (!Number.isInteger(status) || status < 200 || status > 599) return invalid(`${what} status`, 'choose 200 to 599');
  for (const [name, value] of headers) {
    const wrong = headerProblem(name, value);
    if (wrong !== null) return invalid(`${what} headers`, wrong);
  }
  return null;
}

function headerProblem(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `“${name}” is not a header name`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a header value may not hold (RFC 9110, 5.5)
  if (/[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/.test(value)) {
    return `the value of ${name} holds a control character`;
  }
  return /^(content-length|transfer-encoding|connection)$/i.test(name) ? `${name} is set by Hookproof` : null;
}

export function replyingProblem({ rules, forward }: ReplySettings): Problem {
  if (new Set(rules.map(({ id }) => id)).size < rules.length) return invalid('Rules', 'two of them have the same id');
  for (const rule of rules) {
    const wrong = ruleProblem(rule);
    if (wrong !== null) return wrong;
  }
  return forward === null ? null : forwardProblem(forward);
}

function ruleProblem({ name, when, action }: ReplyRule): Problem {
  const what = `Rule “${name}”:`;
  const glob = [when.path, when.header?.test ?? null].find((test) => test !== null && isLongGlob(test));
  if (glob !== undefined) return invalid(`${what} pattern`, `use at most ${MAX_GLOB_CHARS} characters`);
  if (action.kind === 'reject-failed') return null;
  const { delayMs } = action;
  if (!Number.isFinite(delayMs) || delayMs < 0 || delayMs > MAX_DELAY_MS) {
    return invalid(`${what} delay`, `choose 0 to ${MAX_DELAY_MS / 1000} s`);
  }
  if (action.kind === 'reset') return null;
  const { bytesPerSecond: pace } = action;
  if (pace !== null && !(pace >= MIN_BYTES_PER_SECOND && pace <= MAX_BYTES_PER_SECOND)) {
    return invalid(`${what} pace`, `choose ${MIN_BYTES_PER_SECOND} to ${MAX_BYTES_PER_SECOND} bytes a second`);
  }
  return replyProblem(action, what);
}

/** A longer one could keep a request waiting, whose sender chooses what it is compared with. */
const MAX_GLOB_CHARS = 1000;

function isLongGlob({ how, text }: TextTest): boolean {
  return how === 'glob' && text.length > MAX_GLOB_CHARS;
}

function forwardProblem({ targets, timeoutMs, fallback }: ForwardSettings): Problem {
  if (new Set(targets.map(({ id }) => id)).size < targets.length) {
    return invalid('Forward targets', 'two of them have the same id');
  }
  for (const { url } of targets) {
    const wire = wireRequest({ method: 'POST', url, headers: [], body: new Uint8Array(0), signing: null });
    if (!wire.ok) return wire.failure;
  }
  if (!(timeoutMs >= MIN_FORWARD_TIMEOUT_MS && timeoutMs <= MAX_FORWARD_TIMEOUT_MS)) {
    return invalid(
      'Forward time limit',
      `choose ${MIN_FORWARD_TIMEOUT_MS / 1000} to ${MAX_FORWARD_TIMEOUT_MS / 1000} s`,
    );
  }
  return replyProblem(fallback, 'Fallback');
}
