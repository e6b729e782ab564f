import { diagnosisBudgetMs } from '../../../core/diagnosis/diagnose.ts';
import type { DiagnosisReport } from '../../../core/diagnosis/diagnosis.ts';
import { triedWords } from '../../../core/diagnosis/tried-words.ts';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import { parseRawRequest } from '../../../core/http/raw-message.ts';
import { ok, type Result } from '../../../core/result.ts';
import { detect } from '../../../core/signature/detect.ts';
import type { Scheme } from '../../../core/signature/scheme.ts';
import { sdkDifferences } from '../../../core/signature/sdk-difference.ts';
import type { Verdict, VerdictReason, VerdictStatus } from '../../../core/signature/verdict.ts';
import { type CandidateSecret, type SignedRequest, verify as verdictOf } from '../../../core/signature/verify.ts';
import { verdictWords } from '../../../core/signature/words.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { internet } from '../../keys/guarded-get.ts';
import { type DiagnosedJson, diagnosedJson, diagnoseHere } from './diagnosis-json.ts';
import { withFetchedKey } from './fetched-keys.ts';
import { type InputLine, inputLines } from './input-lines.ts';
import { builtInSchemes, type KnownSchemes, knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { type LineId, MAX_LINE_BYTES, parseRequestLine } from './request-line.ts';
import { readInput, readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';

export interface VerifyOptions extends Omit<SecretOptions, 'secretFile'>, SchemeOptions {
  /** Any of the secrets may match. */
  readonly secretFile: readonly string[];
  readonly request?: string;
  readonly url?: string;
  /** Epoch seconds. */
  readonly at?: number;
  readonly fetchKeys?: boolean;
  readonly ndjson: boolean;
  readonly json: boolean;
  /** Whether to search for the cause of a failure. */
  readonly diagnosis: boolean;
}

/** For the one request that was asked about; a search that finds nothing ends long before. */
const ONE_REQUEST_MS = 2000;
/** A line of many has to leave time for the others. */
const ONE_LINE_MS = 250;

/** `hookproof verify`: one raw request, or with `--ndjson` a request a line from standard input. */
export async function verify(options: VerifyOptions, workers: Workers): Promise<ExitCode> {
  if (options.ndjson) {
    const misplaced = [
      options.scheme,
      options.request,
      options.url,
      options.at,
      options.secretFile[0],
      options.secretEnv,
    ];
    if (misplaced.some((option) => option !== undefined)) {
      return misuse('--ndjson reads scheme, secret, URL and time from each line; leave the other options out.');
    }
    if (options.fetchKeys === true)
      return misuse('--fetch-keys is for one request; with --ndjson, give keys as secrets.');
    const schemes = await knownSchemes(options, workers);
    if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
    return verifyLines(inputLines(process.stdin, MAX_LINE_BYTES), schemes.value, options.diagnosis);
  }
  if (options.request === undefined) return misuse('verify needs --request FILE (- for standard input), or --ndjson.');
  const sources = sourcesOf(options);
  for (const source of sources) {
    const wrong = secretMisuse(source, options.request);
    if (wrong !== null) return misuse(wrong);
  }
  if (options.secretFile.filter((file) => file === '-').length > 1) {
    return misuse('Standard input can be one secret: name files for the others.');
  }
  if (options.url !== undefined && !isWebUrl(options.url)) {
    return misuse('--url is the complete URL that the request was sent to, such as https://example.com/webhooks.');
  }
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
  const scheme = schemeFor(options.scheme ?? null, schemes.value);
  if (!scheme.ok) return complainOf(scheme.failure, EXIT.usage);
  const [given, file] = [await readSecrets(sources), await readInput(options.request)];
  const request = file.ok ? parseRawRequest(file.value) : file;
  if (!given.ok || !request.ok) {
    for (const part of [given, request]) if (!part.ok) complainOf(part.failure);
    return EXIT.usage;
  }
  const { method, target, headers, body } = request.value;
  const checked = { method, target, url: options.url ?? null, headers, body };
  const nowMs = options.at === undefined ? Date.now() : options.at * 1000;
  const secrets = new Map<Scheme, readonly CandidateSecret[]>();
  if (options.fetchKeys === true) {
    for (const candidate of candidatesOf(schemes.value, scheme.value, checked)) {
      secrets.set(candidate, await withFetchedKey(candidate, checked, given.value, { nowMs, network: internet }));
    }
  }
  const secretsFor = (candidate: Scheme) => secrets.get(candidate) ?? given.value;
  const judged = judge(schemes.value, scheme.value, checked, secretsFor, nowMs);
  const { verdict } = judged;
  const report = options.diagnosis ? diagnosed(judged, schemes.value, ONE_REQUEST_MS) : null;
  if (options.json) await writeJsonLine(verdictJson(judged, report));
  else await writeOut(`${paragraph(judged, report)}\n`);
  return exitCodes[verdict.status];
}

/** One for each secret that was named; one without any where none was. */
function sourcesOf({ secretFile, secretEnv }: VerifyOptions): readonly SecretOptions[] {
  const named = secretEnv === undefined ? {} : { secretEnv };
  return secretFile.length === 0 ? [named] : secretFile.map((file) => ({ ...named, secretFile: file }));
}

/** Called `secret`, or by their order `secret-1`, `secret-2`, …: a name that was given by mistake may be a secret itself. */
async function readSecrets(sources: readonly SecretOptions[]): Promise<Result<readonly CandidateSecret[], Failure>> {
  const secrets: CandidateSecret[] = [];
  for (const [index, source] of sources.entries()) {
    const secret = await readSecret(source);
    if (!secret.ok) return secret;
    const id = sources.length > 1 ? `secret-${index + 1}` : 'secret';
    if (secret.value !== null) secrets.push({ id, value: secret.value });
  }
  return ok(secrets);
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

interface Judged {
  readonly verdict: Verdict;
  /** The one of the verdict; null: none fits. */
  readonly scheme: Scheme | null;
  readonly request: SignedRequest;
  readonly secrets: readonly CandidateSecret[];
  readonly nowMs: number;
}

/** Without a scheme: the first detected one that verifies, else the likeliest. */
function judge(
  schemes: KnownSchemes,
  scheme: Scheme | null,
  request: SignedRequest,
  secretsFor: (scheme: Scheme) => readonly CandidateSecret[],
  nowMs: number,
): Judged {
  const judged = candidatesOf(schemes, scheme, request).map((candidate): Judged => {
    const secrets = secretsFor(candidate);
    const verdict = verdictOf(candidate, request, secrets, nowMs, nodeCrypto);
    return { verdict, scheme: candidate, request, secrets, nowMs };
  });
  const best = judged.find(({ verdict }) => verdict.status === 'verified') ?? judged[0];
  if (best !== undefined) return best;
  const none = { status: 'unchecked', scheme: null, reason: 'no-scheme', detail: null, secretId: null } as const;
  return { verdict: none, scheme: null, request, secrets: [], nowMs };
}

/** null: there is nothing to explain. */
function diagnosed(judged: Judged, schemes: KnownSchemes, budgetMs: number): DiagnosisReport | null {
  const { verdict, scheme, request, nowMs } = judged;
  if (verdict.status === 'verified' || scheme === null || judged.secrets.length === 0) return null;
  const secrets = judged.secrets.map((secret) => ({ ...secret, scheme: null, isOwn: true }));
  return diagnoseHere({ scheme, request, nowMs, secrets, schemes: schemes.all }, budgetMs);
}

interface VerdictJson extends DiagnosedJson {
  readonly status: VerdictStatus;
  readonly scheme: string | null;
  readonly reason: VerdictReason | 'scheme-unknown' | 'invalid-line' | null;
  readonly message: string;
  /** What the provider's own libraries would make of the request otherwise, one sentence each. */
  readonly sdkDifferences: readonly string[];
}

function verdictJson(judged: Judged, report: DiagnosisReport | null): VerdictJson {
  const { status, scheme, reason } = judged.verdict;
  const why = report === null ? { diagnosis: [] } : diagnosedJson(report);
  const message = verdictWords(judged.verdict).sentence;
  return { status, scheme, reason, message, sdkDifferences: differencesOf(judged), ...why };
}

function differencesOf({ verdict, scheme, request }: Judged): readonly string[] {
  return scheme === null ? [] : sdkDifferences(scheme, request, verdict);
}

function paragraph(judged: Judged, report: DiagnosisReport | null): string {
  const { label, sentence, hint } = verdictWords(judged.verdict);
  const name = judged.scheme?.name;
  const text = [
    `${label}${name === undefined ? '' : ` (${name})`}.`,
    sentence,
    ...nextSteps(hint, report),
    ...differencesOf(judged),
  ]
    .filter((part) => part !== '')
    .join(' ');
  return terminalSafe(text);
}

/** The proved cause and what to do; without a proof what was excluded, and the likeliest steps, called guesses. */
function nextSteps(hint: string, report: DiagnosisReport | null): readonly string[] {
  const [why, other] = report?.diagnoses ?? [];
  if (report === null || why === undefined) return [hint];
  if (why.confidence === 'proved') return [why.message, why.fix];
  const guesses = [why, ...(other === undefined ? [] : [other])].flatMap(({ message, fix }) => [message, fix]);
  const lead = other === undefined ? 'A guess:' : 'Two guesses:';
  return [hint, 'Nothing was proved.', triedWords(report.tried), lead, ...guesses];
}

/** A line out for each line in, in order, as they come. The verdicts are in the lines; 2: a line was not a request. */
async function verifyLines(
  lines: AsyncIterable<InputLine>,
  schemes: KnownSchemes,
  diagnosis: boolean,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for await (const line of lines) {
    const outcome = verifyLine(line, schemes, diagnosis);
    if (outcome.reason === 'invalid-line' || outcome.reason === 'scheme-unknown') code = EXIT.usage;
    await writeJsonLine(outcome);
  }
  return code;
}

const nothingToSay = { sdkDifferences: [], diagnosis: [] } as const;

export function verifyLine(
  line: InputLine,
  schemes: KnownSchemes = builtInSchemes,
  diagnosis = true,
): { readonly id: LineId } & VerdictJson {
  const parsed = parseRequestLine(line, Date.now());
  if (!parsed.ok) {
    const { id, scheme, problem } = parsed.failure;
    return { id, status: 'unchecked', scheme, reason: 'invalid-line', message: sentence(problem), ...nothingToSay };
  }
  const { id, scheme: schemeId, request, secretsFor, nowMs } = parsed.value;
  const scheme = schemeFor(schemeId, schemes);
  if (!scheme.ok) {
    const message = explain(scheme.failure).title;
    return { id, status: 'unchecked', scheme: schemeId, reason: 'scheme-unknown', message, ...nothingToSay };
  }
  const judged = judge(schemes, scheme.value, request, secretsFor, nowMs);
  const budgetMs = Math.min(ONE_LINE_MS, diagnosisBudgetMs(request.body.length));
  return { id, ...verdictJson(judged, diagnosis ? diagnosed(judged, schemes, budgetMs) : null) };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
