import { explain } from '../../../core/failure.ts';
import { parseRawRequest } from '../../../core/http/raw-message.ts';
import { detect } from '../../../core/signature/detect.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import type { Verdict, VerdictReason, VerdictStatus } from '../../../core/signature/verdict.ts';
import { type CandidateSecret, type SignedRequest, verify as verdictOf } from '../../../core/signature/verify.ts';
import { verdictWords } from '../../../core/signature/words.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { internet } from '../../keys/fetch-key.ts';
import { withFetchedKey } from './fetched-keys.ts';
import { type InputLine, inputLines } from './input-lines.ts';
import { builtInSchemes, type KnownSchemes, knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { type LineId, MAX_LINE_BYTES, parseRequestLine } from './request-line.ts';
import { readInput, readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';

export interface VerifyOptions extends SecretOptions, SchemeOptions {
  readonly request?: string;
  readonly url?: string;
  /** Epoch seconds. */
  readonly at?: number;
  readonly fetchKeys?: boolean;
  readonly ndjson: boolean;
  readonly json: boolean;
}

/** `hookproof verify`: one raw request, or with `--ndjson` a request a line from standard input. */
export async function verify(options: VerifyOptions, workers: Workers): Promise<ExitCode> {
  if (options.ndjson) {
    const misplaced = [options.scheme, options.request, options.url, options.at, options.secretFile, options.secretEnv];
    if (misplaced.some((option) => option !== undefined)) {
      return misuse('--ndjson reads scheme, secret, URL and time from each line; leave the other options out.');
    }
    if (options.fetchKeys === true)
      return misuse('--fetch-keys is for one request; with --ndjson, give keys as secrets.');
    const schemes = await knownSchemes(options, workers);
    if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
    return verifyLines(inputLines(process.stdin, MAX_LINE_BYTES), schemes.value);
  }
  if (options.request === undefined) return misuse('verify needs --request FILE (- for standard input), or --ndjson.');
  const wrong = secretMisuse(options, options.request);
  if (wrong !== null) return misuse(wrong);
  if (options.url !== undefined && !isWebUrl(options.url)) {
    return misuse('--url is the complete URL that the request was sent to, such as https://example.com/webhooks.');
  }
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
  const scheme = schemeFor(options.scheme ?? null, schemes.value);
  if (!scheme.ok) return complainOf(scheme.failure, EXIT.usage);
  const [secret, file] = [await readSecret(options), await readInput(options.request)];
  const request = file.ok ? parseRawRequest(file.value) : file;
  if (!secret.ok || !request.ok) {
    for (const part of [secret, request]) if (!part.ok) complainOf(part.failure);
    return EXIT.usage;
  }
  const { method, target, headers, body } = request.value;
  const checked = { method, target, url: options.url ?? null, headers, body };
  const given = secret.value === null ? [] : [{ id: 'secret', value: secret.value }];
  const nowMs = options.at === undefined ? Date.now() : options.at * 1000;
  const secrets = new Map<Scheme, readonly CandidateSecret[]>();
  if (options.fetchKeys === true) {
    for (const candidate of candidatesOf(schemes.value, scheme.value, checked)) {
      secrets.set(candidate, await withFetchedKey(candidate, checked, given, { nowMs, network: internet }));
    }
  }
  const verdict = judge(schemes.value, scheme.value, checked, (candidate) => secrets.get(candidate) ?? given, nowMs);
  if (options.json) await writeJsonLine(verdictJson(verdict));
  else await writeOut(`${paragraph(verdict, schemes.value)}\n`);
  return exitCodes[verdict.status];
}

/** Credentials are allowed: Twilio signs URLs that have them. */
export function isWebUrl(url: string): boolean {
  return /^https?:\/\/[^\s/?#]+\S*$/i.test(url) && URL.canParse(url);
}

const exitCodes: Readonly<Record<VerdictStatus, ExitCode>> = {
  verified: EXIT.ok,
  failed: EXIT.failed,
  unchecked: EXIT.unchecked,
};

function candidatesOf(schemes: KnownSchemes, scheme: Scheme | null, request: SignedRequest): readonly Scheme[] {
  return scheme === null ? detect(request, schemes.all) : [scheme];
}

/** Without a scheme: the first detected one that verifies, else the likeliest. */
function judge(
  schemes: KnownSchemes,
  scheme: Scheme | null,
  request: SignedRequest,
  secretsFor: (scheme: Scheme) => readonly CandidateSecret[],
  nowMs: number,
): Verdict {
  const verdicts = candidatesOf(schemes, scheme, request).map((candidate) =>
    verdictOf(candidate, request, secretsFor(candidate), nowMs, nodeCrypto),
  );
  const best = verdicts.find(({ status }) => status === 'verified') ?? verdicts[0];
  return best ?? { status: 'unchecked', scheme: null, reason: 'no-scheme', detail: null, secretId: null };
}

interface VerdictJson {
  readonly status: VerdictStatus;
  readonly scheme: string | null;
  readonly reason: VerdictReason | 'scheme-unknown' | 'invalid-line' | null;
  readonly message: string;
  /** Proved causes of a failure. */
  readonly diagnosis: readonly never[];
}

function verdictJson(verdict: Verdict): VerdictJson {
  const { status, scheme, reason } = verdict;
  return { status, scheme, reason, message: verdictWords(verdict).sentence, diagnosis: [] };
}

function paragraph(verdict: Verdict, schemes: KnownSchemes): string {
  const { label, sentence, hint } = verdictWords(verdict);
  const name = verdict.scheme === null ? undefined : schemes.byId(verdict.scheme)?.name;
  const text = [`${label}${name === undefined ? '' : ` (${name})`}.`, sentence, hint]
    .filter((part) => part !== '')
    .join(' ');
  return terminalSafe(text);
}

/** A line out for each line in, in order, as they come. The verdicts are in the lines; 2: a line was not a request. */
async function verifyLines(lines: AsyncIterable<InputLine>, schemes: KnownSchemes): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for await (const line of lines) {
    const outcome = verifyLine(line, schemes);
    if (outcome.reason === 'invalid-line' || outcome.reason === 'scheme-unknown') code = EXIT.usage;
    await writeJsonLine(outcome);
  }
  return code;
}

export function verifyLine(
  line: InputLine,
  schemes: KnownSchemes = builtInSchemes,
): { readonly id: LineId } & VerdictJson {
  const parsed = parseRequestLine(line, Date.now());
  if (!parsed.ok) {
    const { id, scheme, problem } = parsed.failure;
    return { id, status: 'unchecked', scheme, reason: 'invalid-line', message: sentence(problem), diagnosis: [] };
  }
  const { id, scheme: schemeId, request, secretsFor, nowMs } = parsed.value;
  const scheme = schemeFor(schemeId, schemes);
  if (!scheme.ok) {
    const message = explain(scheme.failure).title;
    return { id, status: 'unchecked', scheme: schemeId, reason: 'scheme-unknown', message, diagnosis: [] };
  }
  return { id, ...verdictJson(judge(schemes, scheme.value, request, secretsFor, nowMs)) };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
