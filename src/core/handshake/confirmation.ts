import type { SignedRequest } from '../signature/request-parts.ts';
import { snsConfirmation } from './providers/aws-sns.ts';

/** A URL by whose opening a subscription is confirmed. It came with the request: nothing is opened that `host` does not allow. */
export interface Confirmation {
  readonly url: string;
  /** Of the URL's host in lower case. */
  readonly host: RegExp;
  /** For the capture's row, once it is done. */
  readonly confirmedLabel: string;
}

/** null: the request asks for no confirmation. Cheap enough for every capture that is looked at. */
export function confirmationOf(request: SignedRequest): Confirmation | null {
  return snsConfirmation(request);
}
