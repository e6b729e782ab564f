import type { CaptureId } from '../capture.ts';
import type { RecipeInput } from '../signature/recipe.ts';

/**
 * What can be wrong with a request whose signature fails. Stable: in JSON, in tests, in the user's scripts.
 *
 * `secret-whitespace`: space, newline, quotes or a byte-order mark around it · `secret-encoding`: text used where base64 or
 * hex has to be decoded or the other way round, a prefix kept or stripped · `secret-other`: another stored secret matches ·
 * `secret-empty` · `body-reserialised`: the JSON was parsed and written again · `body-newline`: one added or removed, CRLF
 * and LF exchanged · `body-charset`: byte-order mark, Latin-1 read as UTF-8, replacement characters · `body-decoded`: signed
 * before or after Content-Encoding, form decoding or multipart re-encoding · `body-empty`: the signer saw none ·
 * `body-truncated` · `content-template`: other parts, order or separators · `timestamp-unit` · `timestamp-other-header` ·
 * `url-mismatch` · `algorithm` · `encoding`: of the signature · `scheme-other`: right under another scheme ·
 * `signature-truncated` · `signature-of-other-request`: it belongs to another capture · `clock-skew`: right, but outside the
 * tolerance.
 */
export const causes = [
  'secret-whitespace',
  'secret-encoding',
  'secret-other',
  'secret-empty',
  'body-reserialised',
  'body-newline',
  'body-charset',
  'body-decoded',
  'body-empty',
  'body-truncated',
  'content-template',
  'timestamp-unit',
  'timestamp-other-header',
  'url-mismatch',
  'algorithm',
  'encoding',
  'scheme-other',
  'signature-truncated',
  'signature-of-other-request',
  'clock-skew',
] as const;

export type Cause = (typeof causes)[number];

/** `proved`: with the change made, the computed signature equals the received one. `likely`: a guess, and said to be one. */
export type Confidence = 'proved' | 'likely';

/** One cause, or two that explain the failure only together. */
export interface Diagnosis {
  /** The one that says most first. */
  readonly causes: readonly [Cause] | readonly [Cause, Cause];
  readonly confidence: Confidence;
  /** What happened, one sentence. */
  readonly message: string;
  /** What to do about it, one or two sentences. */
  readonly fix: string;
  readonly evidence: DiagnosisEvidence;
}

/** What a diagnosis rests on. Each part is null where it plays no role. Never holds a secret. */
export interface DiagnosisEvidence {
  /** The secret with which the signature is right. */
  readonly secretId: string | null;
  /** What is wrong with the secret's text, without the text. */
  readonly secret: SecretDefect | null;
  /** The content that was received beside the one that was signed: two bodies, or two strings to sign. */
  readonly compared: ComparedContent | null;
  readonly urls: { readonly received: string; readonly signed: string } | null;
  /** The scheme under which the signature is right, where it is not the one that was judged. */
  readonly scheme: string | null;
  /** The recipe under which the signature is right, where it is not the scheme's own. */
  readonly recipe: RecipeInput | null;
  /** The capture whose signature this is. */
  readonly captureId: CaptureId | null;
  readonly clock: ClockSkew | null;
}

export interface SecretDefect {
  /** The characters before and after the part that is right, by their names: "a line feed", "a quotation mark", "whsec_". */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How the secret has to be read ("base64") and how it was ("text"); null where its reading is right. */
  readonly readAs: { readonly right: string; readonly was: string } | null;
}

export interface ComparedContent {
  readonly what: 'body' | 'content';
  /** What made the difference, by the name its maker is known by: "Python’s json.dumps", "a line feed at the end". */
  readonly form: string;
  /** Cut at `MAX_COMPARED_BYTES`, a stretch that holds the first difference. */
  readonly received: ComparedSide;
  readonly signed: ComparedSide;
  /** Offset of the first different byte in the whole. */
  readonly firstDifference: number;
}

export interface ComparedSide {
  readonly bytes: Uint8Array;
  /** Where `bytes` begins in the whole. */
  readonly offset: number;
  readonly totalBytes: number;
}

export const MAX_COMPARED_BYTES = 64 * 1024;

export interface ClockSkew {
  /** How far the sender's clock is behind ours, in seconds; negative: ahead. */
  readonly behindSeconds: number;
  readonly toleranceSeconds: number;
  /** The same by its `Date` header; null: it has none, or that is the timestamp itself. */
  readonly dateBehindSeconds: number | null;
  /** Other captures of the same scheme with a timestamp that were looked at, and how many of them are off by about as much. */
  readonly others: number;
  readonly othersAlike: number;
}

export interface DiagnosisReport {
  /** Proved ones first; empty for a verdict that needs none. */
  readonly diagnoses: readonly Diagnosis[];
  readonly tried: Tried;
}

/** What was excluded where nothing was proved. Counts of distinct things tried. */
export interface Tried {
  readonly secrets: number;
  readonly bodyForms: number;
  readonly templates: number;
  readonly urlForms: number;
  readonly schemes: number;
  /** Signatures computed in all. */
  readonly signatures: number;
  /** False: the time was over before the search was. */
  readonly complete: boolean;
}
