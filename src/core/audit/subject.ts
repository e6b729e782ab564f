import { strictUtf8Text, utf8Bytes } from '../bytes.ts';
import { targetOfUrl } from '../http/message.ts';
import { fail, ok, type Result } from '../result.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import { withNewDeliveryId } from '../signature/new-delivery-id.ts';
import { type Plan, planOf, type RecipeHooks } from '../signature/plan.ts';
import type { Recipe, RecipeInput } from '../signature/recipe.ts';
import { signWithTimestamp } from '../signature/recipe-sign.ts';
import { parseJson, type SignedRequest } from '../signature/request-parts.ts';
import type { Scheme } from '../signature/scheme.ts';
import { sign } from '../signature/sign.ts';
import { formatTimestamp } from '../signature/timestamp.ts';
import { verify } from '../signature/verify.ts';
import type { AuditExpectations, AuditRequest } from './audit.ts';
import { otherSecret } from './other-secret.ts';
import { placesOf, type SignaturePlace } from './signature-place.ts';

/** What is audited, and how requests to it are made. */
export interface AuditSubject {
  readonly scheme: Scheme;
  readonly secret: string;
  readonly crypto: CryptoPort;
  readonly expectations: AuditExpectations;
  /** Where everything is sent. */
  readonly target: string;
  /** The URL the provider was configured with, for schemes that sign one; null: the target. */
  readonly signedUrl: string | null;
  /** The scheme as data; null where code has a part in it. */
  readonly recipe: Recipe | null;
  /** An unsigned request with a delivery id of its own, so that a handler that remembers ids takes each for a new one. */
  fresh(): AuditRequest;
  /** `secret`: another one than the right one. The failure is a clause: "the secret is not base64". */
  signed(request: AuditRequest, nowMs: number, secret?: string): Result<AuditRequest, string>;
  /** Signed by the scheme's recipe with a part of it changed; the failure also where it is not data. */
  signedAs(request: AuditRequest, nowMs: number, change: SigningChange): Result<AuditRequest, string>;
  /** `step` from 1: differing ones. */
  otherSecret(step: number): string | null;
  /** Whether a strict verifier of this scheme would take the request at this moment. */
  holds(request: AuditRequest, nowMs: number): boolean;
  /** Where the signature stands in a request of this scheme; empty where that could not be found. */
  places(signed: AuditRequest, nowMs: number): readonly SignaturePlace[];
}

export interface SigningChange {
  readonly recipe?: Partial<RecipeInput>;
  readonly hooks?: RecipeHooks;
  /** The timestamp's text on the wire, whatever it says. */
  readonly timestamp?: string;
}

export interface SubjectOptions {
  readonly scheme: Scheme;
  readonly secret: string;
  readonly crypto: CryptoPort;
  readonly expectations: AuditExpectations;
  /** The unsigned request that every other one is made from. */
  readonly base: AuditRequest;
  /** The URL the provider was configured with, for schemes that sign one; null: the target's own. */
  readonly signedUrl: string | null;
}

/** Signatures of this many other secrets tell where the signature begins; two of them agree on a hex digit one time in 16. */
const OTHERS = 6;
/** Key pairs take long to make and to sign with, and no two of their signatures agree for long. */
const OTHER_PAIRS = 2;

export function auditSubject(options: SubjectOptions): AuditSubject {
  const { scheme, secret, crypto, base, signedUrl } = options;
  const [input] = scheme.recipes ?? [];
  const plan = input === undefined ? null : planOf(input, {});

  function asSigned(request: AuditRequest): SignedRequest {
    const url = signedUrl ?? request.url;
    return { ...request, url, target: targetOfUrl(url) };
  }

  function placed(
    request: AuditRequest,
    parts: { headers: AuditRequest['headers']; url?: string | null; body?: Uint8Array },
  ) {
    // Told to sign another URL than the target's, a scheme must not move the target.
    const url = signedUrl === null ? (parts.url ?? request.url) : request.url;
    return { ...request, url, headers: parts.headers, body: parts.body ?? request.body };
  }

  let count = 0;
  const made = new Map<number, string | null>();
  function other(step: number): string | null {
    const known = made.get(step);
    if (known !== undefined) return known;
    const value = otherSecret(scheme, secret, step, crypto);
    made.set(step, value);
    return value;
  }

  const subject: AuditSubject = {
    scheme,
    secret,
    crypto,
    expectations: options.expectations,
    target: base.url,
    signedUrl,
    recipe: plan?.recipe ?? null,
    fresh: () => withNewDeliveryId(base, scheme, crypto, count++ > 0),
    signed(request, nowMs, by = secret) {
      const signed = sign(scheme, asSigned(request), by, nowMs, crypto);
      if (signed.ok) return ok(placed(request, signed.value));
      const { failure } = signed;
      if (failure.code === 'secret-invalid') return fail(`the secret cannot be used: ${failure.problem}`);
      if (failure.code === 'sign-missing') return fail(`the request lacks ${failure.part}`);
      return fail('requests of this scheme cannot be signed here');
    },
    signedAs(request, nowMs, { recipe, hooks = {}, timestamp }) {
      if (input === undefined || plan === null) return fail('the scheme is more than data can say');
      const changed: Plan =
        recipe === undefined && hooks.algorithm === undefined ? plan : planOf({ ...input, ...recipe }, hooks);
      const rule = changed.recipe.timestamp;
      const text = rule === undefined ? null : (timestamp ?? formatTimestamp(nowMs, rule.unit));
      const signed = signWithTimestamp(changed, asSigned(request), secret, text, crypto);
      if (signed.ok) return ok(placed(request, signed.value));
      return fail(
        signed.failure.kind === 'missing' ? `the request lacks ${signed.failure.part}` : signed.failure.problem,
      );
    },
    otherSecret: other,
    holds(request, nowMs) {
      const secrets = [{ id: 'secret', value: secret }];
      return verify(scheme, asSigned(request), secrets, nowMs, crypto).status === 'verified';
    },
    places(signed, nowMs) {
      const others: AuditRequest[] = [];
      for (let step = 1; step <= (scheme.keyPair === undefined ? OTHERS : OTHER_PAIRS); step++) {
        const value = other(step);
        const again = value === null ? null : subject.signed(signed, nowMs, value);
        if (again?.ok) others.push(again.value);
      }
      return others.length === 0 ? [] : placesOf(signed, others);
    },
  };
  return subject;
}

/** The body's JSON written again with `write`; null where it is no JSON object or array. */
export function rewrittenJson(request: AuditRequest, write: (value: unknown) => string): AuditRequest | null {
  const value = parseJson(request.body, 1024 * 1024);
  if (typeof value !== 'object' || value === null || strictUtf8Text(request.body) === undefined) return null;
  return { ...request, body: utf8Bytes(write(value)) };
}
