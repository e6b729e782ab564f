import type { CaptureId } from '../capture.ts';
import type { SignedRequest } from '../signature/request-parts.ts';

/** Another request of the history, whose signature this one may carry and whose clock may be as wrong. */
export interface OtherCapture {
  readonly id: CaptureId;
  readonly request: SignedRequest;
  readonly receivedAtMs: number;
  readonly endpointId?: string;
}
