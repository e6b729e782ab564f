import type { NewAttempt } from '../../core/attempt.ts';
import { wireRequest } from '../../core/draft/sendable.ts';
import type { Failure } from '../../core/failure.ts';
import { forwardDraft } from '../../core/forward/forwarded.ts';
import type { QueuedDelivery } from '../../core/forward/queue.ts';
import type { HttpRequest } from '../../core/http/message.ts';
import { fail, type Result } from '../../core/result.ts';
import type { Sender } from '../replay/sender.ts';

/** A target as the settings have it at the moment of sending. */
export interface SendingTarget {
  readonly url: string;
  readonly timeoutMs: number;
}

/** Sends captured requests to the targets of forwards. */
export interface TargetSending {
  /** A failure means that nothing was sent, because nothing may be sent there; everything else is an attempt. */
  send(
    delivery: Pick<QueuedDelivery, 'captureId' | 'targetId' | 'mayBeTwice'>,
    request: Pick<HttpRequest, 'method' | 'target' | 'headers' | 'body'>,
    target: SendingTarget,
  ): Promise<Result<NewAttempt, Failure>>;
  /** Ends the sendings under way and refuses nothing: what is sent from now on fails at once. */
  close(): void;
}

export interface TargetSendingOptions {
  /** One that refuses our own ports and unconfirmed origins, and keeps `MAX_PASSED_BODY_BYTES` of a reply. */
  readonly sender: Sender;
  /** The name of this run in Via headers. */
  readonly via: string;
  /** Where the tunnel's requests come in; null: there is none. */
  readonly publicUrl: () => string | null;
  readonly verifyTls: () => boolean;
}

export function createTargetSending({ sender, via, publicUrl, verifyTls }: TargetSendingOptions): TargetSending {
  return {
    async send({ captureId, targetId, mayBeTwice }, request, { url, timeoutMs }) {
      const draft = forwardDraft(request, request.body, url, via);
      const wire = wireRequest(draft);
      if (!wire.ok) return wire;
      const { origin } = wire.value;
      if (origin === originOf(publicUrl())) return fail({ code: 'target-loops', origin, how: 'public-url' });
      return sender.send(draft, {
        timeoutMs,
        verifyTls: verifyTls(),
        origin: { kind: 'forward', captureId, targetId, mayBeTwice },
        signedWith: null,
      });
    },
    close: sender.close,
  };
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : null;
}
