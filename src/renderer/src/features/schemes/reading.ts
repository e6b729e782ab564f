import type { CryptoPort } from '../../../../core/signature/crypto-port.ts';
import type { Recipe } from '../../../../core/signature/recipe.ts';
import { userScheme } from '../../../../core/signature/schemes/generic-hmac.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import type { SignedPart, TimestampEvidence, Verdict } from '../../../../core/signature/verdict.ts';
import { explainVerdict } from '../../../../core/signature/verify.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import type { LoadedCapture } from '../../store/selected-capture.ts';

/** What a recipe finds in a capture, before any secret is tried. Texts are byte strings. */
export interface CaptureReading {
  /** The field that carries the signature, as received. */
  readonly signature: string | null;
  readonly signatureProblem: string | null;
  readonly timestamp: TimestampEvidence | null;
  readonly timestampProblem: string | null;
  /** Empty where a part of it is missing. */
  readonly content: readonly SignedPart[];
  readonly contentProblem: string | null;
}

/** Without any secret the verdict would be "no secret". Whether this one can be a key makes no difference. */
const NO_SECRET = { id: 'none', value: '00' };

/** Checks nothing: a reading only needs what comes before the comparison. */
const noCrypto: CryptoPort = {
  hash: () => new Uint8Array(32),
  hmac: () => new Uint8Array(32),
  sameBytes: () => false,
  verifyEd25519: () => false,
  signEd25519: () => new Uint8Array(64),
  ed25519PublicKey: () => new Uint8Array(32),
  readKeys: () => [],
  newKeyPair: () => ({ secret: '', publicKey: '' }),
  randomBytes: (length) => new Uint8Array(length),
};

/** The engine's own reading, as it does it with every request. The recipe is valid. */
export function readCapture(recipe: Recipe, { detail, body }: LoadedCapture): CaptureReading {
  const scheme = userScheme(recipe);
  if (!scheme.ok) throw new TypeError(`not a recipe: ${scheme.failure.join('; ')}`);
  const { method, target, headers, receivedAt } = detail;
  // Which URL counts is for the engine to say; any will do to see the other parts.
  const request = { method, target, url: 'https://public.url', headers, body };
  const { verdict, evidence } = explainVerdict(scheme.value, request, [NO_SECRET], receivedAt, noCrypto);
  const problem = placeOf(verdict);
  const sentence = verdictWords(verdict).sentence;
  const timestamp = evidence?.timestamp ?? null;
  return {
    signature: evidence?.source?.value ?? null,
    signatureProblem: problem === 'signature' ? sentence : null,
    timestamp,
    timestampProblem: problem === 'timestamp' ? sentence : timestamp === null ? null : windowProblem(recipe, timestamp),
    content: problem === 'content' || problem === 'timestamp' ? [] : wholeOnly(recipe, evidence?.signedContent ?? []),
    contentProblem: problem === 'content' ? sentence : null,
  };
}

/** Without a signature its list’s items are missing too, and content with holes in it would mislead. */
function wholeOnly({ signed }: Recipe, parts: readonly SignedPart[]): readonly SignedPart[] {
  const template = parseTemplate(signed);
  const needed = template.ok ? template.value.filter((token) => !('optional' in token && token.optional)).length : 0;
  return parts.length < needed ? [] : parts;
}

/** What the verdict complains of; null: only that nothing matches, which says nothing here. */
function placeOf({ reason }: Verdict): 'signature' | 'timestamp' | 'content' | null {
  switch (reason) {
    case 'missing-signature':
    case 'empty-signature':
    case 'malformed-signature':
    case 'duplicate-signature':
    case 'unknown-version':
      return 'signature';
    case 'missing-timestamp':
    case 'malformed-timestamp':
    case 'duplicate-timestamp':
      return 'timestamp';
    case 'missing-part':
    case 'malformed-part':
    case 'duplicate-part':
      return 'content';
    default:
      return null;
  }
}

/** The engine looks at the window last, when a signature has matched; here it is worth seeing before. */
function windowProblem({ timestamp: rule }: Recipe, { ageSeconds }: TimestampEvidence): string | null {
  if (rule === undefined || rule.toleranceSeconds === null || ageSeconds === null) return null;
  if (ageSeconds > rule.toleranceSeconds) return `It is older than ${rule.toleranceSeconds} s.`;
  const future = rule.futureSeconds === undefined ? rule.toleranceSeconds : rule.futureSeconds;
  return future !== null && -ageSeconds > future ? `It is more than ${future} s ahead of this machine’s clock.` : null;
}
