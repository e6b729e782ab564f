import type { AttemptDetail, AttemptOrigin, NewAttempt } from '../core/attempt.ts';
import type { CaptureId } from '../core/capture.ts';
import type { Draft, Signing } from '../core/draft/draft.ts';
import { fromCapture } from '../core/draft/sendable.ts';
import type { Failure } from '../core/failure.ts';
import { sameHeaderName } from '../core/http/headers.ts';
import { targetOfUrl } from '../core/http/message.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { validityAt } from '../core/secret.ts';
import type { Settings } from '../core/settings.ts';
import type { CryptoPort } from '../core/signature/crypto-port.ts';
import { sign } from '../core/signature/sign.ts';
import type { Sender } from './replay/sender.ts';
import type { Schemes } from './schemes.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Store } from './storage/store.ts';

/** Replays, re-signs and sends drafts, and keeps every attempt with its outcome. */
export interface Sending {
  replay(input: {
    captureId: CaptureId;
    url: string;
    signing: Signing | null;
  }): Promise<Result<AttemptDetail, Failure>>;
  /** Signs at this moment when the draft says so, sends, stores the attempt. */
  send(draft: Draft, origin: AttemptOrigin): Promise<Result<AttemptDetail, Failure>>;
  /** Stores what was sent, and announces it. */
  keep(attempt: NewAttempt): Promise<Result<AttemptDetail, Failure>>;
  /** The draft as it may lie on disk: without the header in which a token scheme sends the secret itself. */
  withoutToken(draft: Draft): Draft;
  /** The draft as it would be sent now. */
  sign(draft: Draft): Result<Draft, Failure>;
  /** What a capture would be signed with again: its scheme and the secret that verified it, else the first that fits. */
  signingFor(captureId: CaptureId): Promise<Signing | null>;
  /** A draft made from a stored capture; null when it is gone. */
  draftOf(captureId: CaptureId, url: string): Promise<Draft | null>;
}

export interface SendingOptions {
  readonly store: Store;
  readonly schemes: Pick<Schemes, 'byId'>;
  readonly secrets: Secrets;
  readonly sender: Sender;
  readonly crypto: CryptoPort;
  readonly settings: () => Settings['send'];
  readonly now: () => number;
  /** The URL that an endpoint's provider was configured with, where the user said so. */
  readonly publicUrl: (endpointId: string) => string | null;
  readonly added: (attempt: AttemptDetail) => void;
}

export function createSending(options: SendingOptions): Sending {
  const { store, schemes, secrets, sender, crypto, settings, now } = options;

  function signDraft(draft: Draft): Result<Draft, Failure> {
    const { signing } = draft;
    if (signing === null) return ok(draft);
    const scheme = schemes.byId(signing.scheme);
    if (scheme === undefined) return fail({ code: 'scheme-unknown', scheme: signing.scheme });
    const secret = secrets.use(signing.secretId);
    if (!secret.ok) return secret;
    const { method, headers, body } = draft;
    const url = signing.signedUrl ?? draft.url;
    const request = { method, target: targetOfUrl(url), url, headers, body };
    const signed = sign(scheme, request, secret.value.value, now(), crypto);
    if (!signed.ok) return signed;
    // A scheme that signs into the query changes the URL; one that was told to sign another URL must not move the target.
    const sentUrl = signing.signedUrl === null ? (signed.value.url ?? draft.url) : draft.url;
    return ok({ ...draft, url: sentUrl, headers: signed.value.headers, body: signed.value.body });
  }

  async function send(draft: Draft, origin: AttemptOrigin): Promise<Result<AttemptDetail, Failure>> {
    const signed = signDraft(draft);
    if (!signed.ok) return signed;
    const { timeoutMs, verifyTls } = settings();
    const sent = await sender.send(signed.value, {
      timeoutMs,
      verifyTls,
      origin,
      signedWith: draft.signing?.scheme ?? null,
    });
    if (!sent.ok) return sent;
    // The unsigned draft is what can be sent again: with a signature of its own time.
    return keep({ ...sent.value, draft });
  }

  async function keep(attempt: NewAttempt): Promise<Result<AttemptDetail, Failure>> {
    const stored = await store.addAttempt(attempt);
    if (stored.ok) options.added(stored.value);
    return stored;
  }

  async function draftOf(captureId: CaptureId, url: string): Promise<Draft | null> {
    const stored = await store.request(captureId);
    return stored === null ? null : fromCapture(stored.detail, stored.body, url);
  }

  async function signingFor(captureId: CaptureId): Promise<Signing | null> {
    const detail = await store.detail(captureId);
    const verdict = detail?.verdicts.find((one) => one.scheme !== null);
    if (detail === null || verdict === undefined || verdict.scheme === null) return null;
    const { scheme } = verdict;
    const { usable } = secrets.forEndpoint(detail.endpointId);
    const fitting = usable.filter((secret) => secret.scheme === null || secret.scheme === scheme);
    // A signature made now with a secret that expired is what a handler refuses.
    const valid = fitting.filter((one) => validityAt(one, now()) === 'valid');
    const best = valid.length > 0 ? valid : fitting;
    const secret = best.find((one) => one.id === verdict.secretId) ?? best[0];
    if (secret === undefined) return null;
    // A handler that checks a URL-signed request knows the public URL, not the local one it is replayed to.
    const signedUrl = schemes.byId(scheme)?.info.signsUrl ? options.publicUrl(detail.endpointId) : null;
    return { scheme, secretId: secret.id, signedUrl };
  }

  function withoutToken(draft: Draft): Draft {
    const scheme = draft.signing === null ? undefined : schemes.byId(draft.signing.scheme);
    if (scheme?.mechanism.strength !== 'token') return draft;
    const isToken = (name: string): boolean =>
      scheme.mechanism.signatureHeaders.some((one) => sameHeaderName(one, name));
    return { ...draft, headers: draft.headers.filter(([name]) => !isToken(name)) };
  }

  return {
    withoutToken,
    sign: signDraft,
    signingFor,
    send,
    keep,
    draftOf,
    async replay({ captureId, url, signing }) {
      const draft = await draftOf(captureId, url);
      if (draft === null) return fail({ code: 'not-found', what: 'capture' });
      const mode = signing === null ? 'exact' : 'resigned';
      return send({ ...draft, signing }, { kind: 'replay', captureId, mode });
    },
  };
}
