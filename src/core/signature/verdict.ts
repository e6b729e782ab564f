/** Why a signature failed or could not be checked. Stable: stored with captures, shown in JSON, filtered on. */
export type VerdictReason =
  // failed: the sender, or somebody in between, would have to send something else
  | 'missing-signature'
  | 'empty-signature'
  | 'malformed-signature'
  | 'duplicate-signature'
  | 'unknown-version'
  | 'missing-timestamp'
  | 'malformed-timestamp'
  | 'duplicate-timestamp'
  | 'stale-timestamp'
  | 'future-timestamp'
  | 'missing-part'
  | 'malformed-part'
  | 'duplicate-part'
  | 'signature-mismatch'
  | 'claim-mismatch'
  | 'untrusted-key-url'
  | 'invalid-secret'
  // unchecked: nothing is known about the request yet; something on our side is missing
  | 'no-scheme'
  | 'no-secret'
  | 'key-unavailable'
  | 'secret-locked'
  | 'no-public-url'
  | 'body-incomplete'
  | 'malformed-request'
  | 'judging-ended'
  | 'unsigned-scheme'
  | 'unresolved-scheme';

export type VerdictStatus = 'verified' | 'failed' | 'unchecked';

/** One piece of the signed content, in order. The pieces' bytes joined are exactly what was hashed. */
export interface SignedPart {
  readonly role: 'literal' | 'timestamp' | 'body' | 'header' | 'field' | 'url' | 'path' | 'method' | 'form' | 'secret';
  /** Name of the header, field or form parameter, where the role has one. */
  readonly name: string | null;
  /** The bytes, except for `secret`, which is always empty here, and for bodies over 64 KiB, cut there. */
  readonly bytes: Uint8Array;
  /** Length of the whole part before any cut. */
  readonly totalBytes: number;
}

/** What a verdict rests on, for the Signature tab. The expected values never leave the local user's screen. */
export interface VerdictEvidence {
  /** The field that carried the signature, as received; null when it was absent. */
  readonly source: { readonly name: string; readonly value: string } | null;
  /** Each candidate signature taken from it, in its wire encoding. */
  readonly received: readonly string[];
  /** What each usable secret would have given, in the wire encoding of the scheme. Empty for public keys and tokens. */
  readonly expected: readonly ExpectedSignature[];
  readonly signedContent: readonly SignedPart[];
  readonly timestamp: TimestampEvidence | null;
  /** The secret that matched. */
  readonly matchedSecretId: string | null;
  /** Set when the scheme signs a URL: the URL that was used. */
  readonly url: string | null;
}

export interface ExpectedSignature {
  readonly secretId: string;
  readonly value: string;
  /** Index of the first character in which `value` differs from the nearest received candidate; null when equal. */
  readonly firstDifference: number | null;
}

export interface TimestampEvidence {
  readonly source: string;
  readonly raw: string;
  readonly atMs: number | null;
  /** Positive: the timestamp is older than the moment of judging. */
  readonly ageSeconds: number | null;
  /** null: the scheme defines no window. */
  readonly toleranceSeconds: number | null;
  /** Whether the signature covers it. */
  readonly covered: boolean;
}

/** What a verified request's verdict warns of: the only secret that matched was not valid when the request came. Stable. */
export type VerdictWarning = 'expired-secret' | 'early-secret';

/** The outcome of checking one request against one scheme. `scheme` is null only for `no-scheme` and malformed requests. */
export interface Verdict {
  readonly status: VerdictStatus;
  readonly scheme: string | null;
  readonly reason: VerdictReason | null;
  /**
   * The part, header or number the reason speaks of ("x-hub-signature-256", "412"), for the sentence shown; with a warning,
   * the seconds by which the secret was out of its time.
   */
  readonly detail: string | null;
  readonly secretId: string | null;
  /** Absent: nothing to warn of. */
  readonly warning?: VerdictWarning;
}
