import type { CaptureVia } from '../../core/capture.ts';
import type { EndpointReply } from '../../core/endpoint.ts';
import type { HeaderList } from '../../core/http/headers.ts';
import type { RefusalCause } from '../../core/listener.ts';
import type { Arrival } from '../inbox.ts';
import type { GivenReply } from '../reply/given-reply.ts';
import type { CaptureLimits, InFlight } from './limits.ts';
import type { Senders } from './senders.ts';
import type { StartTimer } from './timed-reply.ts';

/** What the connections of one listener have in common. */
export interface Shared {
  limits: CaptureLimits;
  readonly inFlight: InFlight;
  readonly senders: Senders;
  /** How many requests were refused since the start. */
  readonly refused: Record<RefusalCause, number>;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  /** Stores a request and gives the reply, see `CaptureListenerOptions.receive`. Never rejects. */
  readonly receive: (arrival: Arrival, fixed: EndpointReply | 'unsent' | null) => Promise<GivenReply>;
  readonly startTimer: StartTimer;
  readonly intercept: (method: string, target: string, headers: HeaderList) => EndpointReply | null;
  readonly viaOf: (headers: HeaderList) => CaptureVia;
  readonly senderOf: (headers: HeaderList) => string | null;
  readonly onBug: (error: unknown) => void;
}
