import { lossyUtf8Text, sameBytes, strictUtf8Text, utf8Bytes } from '../bytes.ts';
import { firstHeader } from '../http/headers.ts';
import type { SignedRequest } from './request-parts.ts';
import type { Scheme } from './scheme.ts';
import type { Verdict, VerdictReason } from './verdict.ts';

/** Requests that an official library judges otherwise than the bytes do: it turns right ones away … */
export type WrongRefusal =
  | 'byte-order-mark'
  | 'invalid-utf8'
  | 'empty-body'
  | 'rewritten-json'
  | 'capital-hex'
  | 'last-signature-only'
  | 'one-signature-only'
  | { readonly header: string };

/** … or takes wrong ones. */
export type WrongAcceptance = 'any-age' | 'future' | 'unreadable-timestamp' | 'trailing-junk' | 'unknown-version';

/** What is known of one official library, by running it or reading its source. */
export interface SdkFacts {
  /** Name and version: "stripe 23.1.0". */
  readonly library: string;
  readonly refuses?: readonly WrongRefusal[];
  readonly accepts?: readonly WrongAcceptance[];
}

/** A whole SHA-256 in hex or base64, and something after it. */
const JUNK = /(^|[=,])([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)[^,;\s]+$/;

/** Larger bodies are not parsed and written again. */
const MAX_JSON_BYTES = 1024 * 1024;

/**
 * What the provider's own libraries would make of a request otherwise than the verdict, one sentence each: "stripe 23.1.0
 * would reject this request: its body starts with a byte-order mark." Never throws.
 */
export function sdkDifferences(
  scheme: Pick<Scheme, 'info' | 'mechanism'>,
  request: SignedRequest,
  verdict: Pick<Verdict, 'status' | 'reason'>,
): readonly string[] {
  const signatures = scheme.mechanism.signatureHeaders.flatMap((name) => firstHeader(request.headers, name) ?? []);
  return scheme.info.sdk.flatMap(({ library, refuses = [], accepts = [] }) => {
    if (verdict.status === 'verified') {
      const causes = refuses.flatMap((one) => (isRefused(one, request, signatures) ? [refusalWords(one)] : []));
      // One is enough for it to be turned away; the first listed is the likeliest.
      return causes.slice(0, 1).map((cause) => `${library} ${cause}.`);
    }
    if (verdict.status !== 'failed' || verdict.reason === null) return [];
    const { reason } = verdict;
    return accepts.flatMap((one) => {
      const { reasons, text } = acceptances[one];
      if (one === 'trailing-junk' && !signatures.some((value) => JUNK.test(value))) return [];
      return reasons.includes(reason) ? [`${library} ${text}.`] : [];
    });
  });
}

function isRefused(refusal: WrongRefusal, { body, headers }: SignedRequest, signatures: readonly string[]): boolean {
  if (typeof refusal === 'object') return firstHeader(headers, refusal.header) === undefined;
  switch (refusal) {
    case 'byte-order-mark':
      return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
    case 'invalid-utf8':
      return strictUtf8Text(body) === undefined;
    case 'empty-body':
      return body.length === 0;
    case 'rewritten-json':
      return !survivesRewriting(body);
    case 'capital-hex':
      return signatures.some((value) => /(^|[=,;\s])(?=[0-9]*[A-F])[0-9A-F]{32,}($|[,;\s])/.test(value));
    case 'last-signature-only':
    case 'one-signature-only':
      return signatures.some((value) => hasSeveral(value));
  }
}

/** Whether the same name is given two values: `ts=1;h1=a;h1=b`. */
function hasSeveral(value: string): boolean {
  const names = value.split(/[;,]/).map((part) => part.split('=', 1)[0]?.trim());
  return new Set(names).size < names.length;
}

/** Whether JSON that is parsed and written again is the same bytes. */
function survivesRewriting(body: Uint8Array): boolean {
  if (body.length > MAX_JSON_BYTES) return true;
  try {
    return sameBytes(utf8Bytes(JSON.stringify(JSON.parse(lossyUtf8Text(body)))), body);
  } catch (error) {
    // Not JSON; or, a RangeError, nested too deeply to be written, of which nothing is claimed.
    return !(error instanceof SyntaxError);
  }
}

function refusalWords(refusal: WrongRefusal): string {
  if (typeof refusal === 'object') return `would reject this request: it asks for the header ${refusal.header}`;
  switch (refusal) {
    case 'byte-order-mark':
      return 'would reject this request: its body starts with a byte-order mark';
    case 'invalid-utf8':
      return 'would reject this request: its body is not UTF-8';
    case 'empty-body':
      return 'would reject this request: its body is empty';
    case 'rewritten-json':
      return 'would reject this request: it writes the JSON again before it hashes, which gives other bytes';
    case 'capital-hex':
      return 'would reject this request: its signature is in capital letters';
    case 'last-signature-only':
      return 'looks at the last of several signatures alone, and would reject this request unless that one is right';
    case 'one-signature-only':
      return 'expects a single signature, and would reject this request unless the one it takes is right';
  }
}

const acceptances: Readonly<
  Record<WrongAcceptance, { readonly reasons: readonly VerdictReason[]; readonly text: string }>
> = {
  'any-age': {
    reasons: ['stale-timestamp', 'future-timestamp'],
    text: 'would accept this request: it never looks at the age of the timestamp',
  },
  future: {
    reasons: ['future-timestamp'],
    text: 'would accept this request: it only refuses timestamps that are too old',
  },
  'unreadable-timestamp': {
    reasons: ['malformed-timestamp'],
    text: 'would accept this request if the signature is right: it does not read the timestamp as a time',
  },
  'trailing-junk': {
    reasons: ['malformed-signature'],
    text: 'ignores what follows a right signature, and would accept this one if all else is right',
  },
  'unknown-version': {
    reasons: ['unknown-version'],
    text: 'does not look at the version, and would accept this signature if it is otherwise right',
  },
};
