import type { VerdictStatus } from '../signature/verdict.ts';

/** What the list shows. Every given part must hold; an absent part holds for all. Texts but the delivery id compare without ASCII case. */
export interface CaptureFilter {
  readonly endpointId?: string;
  readonly method?: string;
  /** Substring of the request target. */
  readonly path?: string;
  /** Scheme id of the capture's first verdict. */
  readonly scheme?: string;
  /** Status of the first verdict; `malformed` for requests the parser rejected. */
  readonly verdict?: VerdictStatus | 'malformed';
  /** The provider's id of the delivery, exactly. */
  readonly deliveryId?: string;
  /** Whether it repeats a delivery that was captured before. */
  readonly retry?: boolean;
  /** Each must occur in the target, the method, the event type, a header or the body. Bodies compare as bytes. */
  readonly texts?: readonly string[];
}
