import type { Failure } from '../failure.ts';
import type { HeaderList } from '../http/headers.ts';

/** What an audit asks of a handler. Stable: in JSON, in JUnit files, in people's CI. In the order in which they are run. */
export const checkIds = [
  'accepts-valid',
  'accepts-valid-unicode',
  'accepts-valid-binary-safe',
  'accepts-rotated',
  'rejects-unsigned',
  'rejects-empty-signature',
  'rejects-malformed-signature',
  'rejects-short-signature',
  'rejects-wrong-secret',
  'rejects-empty-secret',
  'rejects-tampered-body',
  'rejects-reserialised-body',
  'rejects-appended-body',
  'rejects-stale-timestamp',
  'rejects-future-timestamp',
  'rejects-swapped-timestamp',
  'rejects-missing-timestamp',
  'rejects-non-numeric-timestamp',
  'rejects-other-algorithm',
  'rejects-duplicate-header',
  'rejects-replay',
  'idempotent-duplicate',
  'idempotent-concurrent',
  'handles-out-of-order',
  'handles-unknown-event',
  'handles-empty-body',
  'handles-large-body',
  'handles-wrong-content-type',
  'answers-in-time',
  'answers-handshake',
  'leaks-expected-signature',
  'constant-time-hint',
] as const;

export type CheckId = (typeof checkIds)[number];

/** `high`: a stranger gets in. `medium`: deliveries are lost or doubled, or a stranger gets in under a condition. `low`: worth mending. */
export type Severity = 'high' | 'medium' | 'low';

/** A request as it goes out. */
export interface AuditRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

export type AuditReply =
  | {
      readonly kind: 'replied';
      readonly status: number;
      readonly headers: HeaderList;
      readonly body: Uint8Array;
      readonly durationMs: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly durationMs: number };

/** One request of a check and what came back. */
export interface AuditExchange {
  /** What is special about the request: "signature of another secret". */
  readonly what: string;
  /** Wall clock when it was made, ms since the epoch. */
  readonly at: number;
  readonly request: AuditRequest;
  readonly reply: AuditReply;
  /** Lengths of the whole bodies: reports that cross to a screen have them cut. */
  readonly requestBytes: number;
  readonly replyBytes: number;
}

export type CheckOutcome =
  | { readonly outcome: 'pass'; readonly message: string }
  | { readonly outcome: 'finding'; readonly severity: Severity; readonly message: string; readonly fix: string }
  | { readonly outcome: 'not-applicable'; readonly message: string };

export type CheckReport = CheckOutcome & {
  readonly id: CheckId;
  readonly title: string;
  readonly exchanges: readonly AuditExchange[];
};

export interface AuditReport {
  readonly target: string;
  readonly scheme: string;
  readonly checks: readonly CheckReport[];
  /** Of the scheme itself, whatever the handler does: one sentence each. No findings. */
  readonly weaknesses: readonly string[];
  readonly findings: number;
  /** The user ended it: checks that were not reached are missing. */
  readonly cancelled: boolean;
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** What a screen orders an audit with. */
export interface AuditOrder {
  readonly run: string;
  readonly target: string;
  readonly scheme: string;
  /** A stored secret. */
  readonly secretId: string;
  /** What every request is made from; null: the scheme's first template, else a small JSON event. */
  readonly requestFrom:
    | { readonly kind: 'template'; readonly id: string }
    | { readonly kind: 'capture'; readonly id: number }
    | null;
  /** The URL the provider was configured with, for schemes that sign one; null: the target's own. */
  readonly signedUrl: string | null;
  readonly expectations: AuditExpectations;
}

export interface AuditProgress {
  readonly run: string;
  /** Of the check that is done; null: a request was sent. What later findings explain is said in the audit's report only. */
  readonly report: CheckReport | null;
  /** Checks. */
  readonly done: number;
  readonly total: number;
}

export const auditFileFormats = ['json', 'junit', 'html'] as const;
export type AuditFileFormat = (typeof auditFileFormats)[number];

/** What the user says of the handler. */
export interface AuditExpectations {
  /** What a second copy of a delivery has to get: a success because the first was dealt with, or a refusal. */
  readonly duplicates: 'accept' | 'reject';
  /** Longest time to reply; null: the provider's, else 10 s. */
  readonly deadlineMs: number | null;
  /** Also measure whether the time of a refusal tells how much of a signature is right: hundreds of requests. */
  readonly timing: boolean;
  /** What the endpoint was told to answer handshakes with, where the provider has such a token; null: not known. */
  readonly verifyToken: string | null;
}

export function isAccepted(reply: AuditReply): boolean {
  return reply.kind === 'replied' && reply.status >= 200 && reply.status < 300;
}

/** The handler broke instead of answering: a 5xx, a closed connection, silence. Providers send such a delivery again. */
export function isBroken(reply: AuditReply): boolean {
  return reply.kind === 'failed' || reply.status >= 500;
}

export function isTimeout(reply: AuditReply): boolean {
  return reply.kind === 'failed' && reply.failure.code === 'target-timeout';
}
