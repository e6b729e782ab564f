import type { HeaderList } from '../http/headers.ts';

/** A realistic event of one provider, ready to be signed. Values are invented. */
export interface ForgeTemplate {
  /** `rookone-eigentic/message.received`: unique, stable. */
  readonly id: string;
  readonly scheme: string;
  /** The provider's own name of the event. */
  readonly event: string;
  readonly title: string;
  readonly method: string;
  /** Headers besides the signature's, in the provider's order and case; Content-Type among them. */
  readonly headers: HeaderList;
  /** The body as the provider would serialise it; UTF-8. */
  readonly body: string;
}
