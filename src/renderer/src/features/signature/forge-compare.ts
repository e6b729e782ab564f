import { concatBytes } from '../../../../core/bytes.ts';
import type { ComparedContent, ComparedSide } from '../../../../core/diagnosis/diagnosis.ts';
import type { SignedPart, VerdictEvidence } from '../../../../core/signature/verdict.ts';

export interface SignedComparison {
  /** What the comparison says, one sentence. */
  readonly words: string;
  /** null where the two are equal or one of them is not there. */
  readonly compared: ComparedContent | null;
}

/** The string that was signed for a received request beside the one that a request forged from it would have had. */
export function compareSigned(received: VerdictEvidence | null, forged: VerdictEvidence | null): SignedComparison {
  const [left, right] = [sideOf(received), sideOf(forged)];
  if (left === null || right === null) {
    return { words: 'There is no string to sign to compare: only the signatures can be.', compared: null };
  }
  const at = firstDifference(left.bytes, right.bytes);
  const differs = at < Math.max(left.bytes.length, right.bytes.length);
  if (!differs && left.totalBytes === right.totalBytes) {
    return {
      words:
        'Both sign the same bytes: the sender used another secret, or signed something else than this scheme says.',
      compared: null,
    };
  }
  const fresh = sameButTimestamp(received?.signedContent ?? [], forged?.signedContent ?? []);
  return {
    words: fresh
      ? 'The strings to sign differ in their timestamps only, which a forged request has of its own moment: the sender used another secret, or signed something else than this scheme says.'
      : 'The strings to sign differ as follows.',
    compared: { what: 'content', form: 'signed just now', received: left, signed: right, firstDifference: at },
  };
}

/** All parts up to the first that is cut: behind it offsets would not be those of the whole. */
function sideOf(evidence: VerdictEvidence | null): ComparedSide | null {
  const parts = evidence?.signedContent ?? [];
  if (parts.length === 0) return null;
  const cut = parts.findIndex(({ bytes, totalBytes }) => bytes.length !== totalBytes);
  const bytes = concatBytes(parts.slice(0, cut === -1 ? parts.length : cut + 1).map((part) => part.bytes));
  return { bytes, offset: 0, totalBytes: parts.reduce((sum, part) => sum + part.totalBytes, 0) };
}

function sameButTimestamp(left: readonly SignedPart[], right: readonly SignedPart[]): boolean {
  return (
    left.length === right.length &&
    left.every((part, index) => {
      const other = right[index];
      if (other === undefined || part.role !== other.role || part.name !== other.name) return false;
      if (part.role === 'timestamp') return true;
      const { bytes } = part;
      return part.totalBytes === other.totalBytes && firstDifference(bytes, other.bytes) === bytes.length;
    })
  );
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) at++;
  return at;
}
