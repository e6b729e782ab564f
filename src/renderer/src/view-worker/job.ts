import type { ViewKind } from '../../../core/view/choose-view.ts';
import type { ContentCoding } from '../../../core/view/content-coding.ts';
import type { BodyContent, RenderOutcome } from '../../../core/view/render-body.ts';

/** What the worker is asked: plain data. */
export interface ViewJob {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** In the order the sender applied them. */
  readonly codings: readonly ContentCoding[];
  /** null: guessed. */
  readonly kind: ViewKind | null;
  /** The bytes are only the beginning of the body. */
  readonly incomplete: boolean;
}

/** A body without its content codings, as far as they could be undone. */
export interface DecodedBody {
  readonly codings: readonly ContentCoding[];
  readonly bytes: Uint8Array;
  /** More than `MAX_DECODED_BYTES` came out: this is the beginning. */
  readonly cut: boolean;
  /** What went wrong on the way, in the user's words; the bytes before it are there. */
  readonly problem: string | null;
}

export interface ViewAnswer {
  readonly outcome: RenderOutcome;
  /** The same bytes as text, not pretty-printed. */
  readonly raw: BodyContent;
  /** null: the body has no content coding. */
  readonly decoded: DecodedBody | null;
}

export interface ViewRequestMessage {
  readonly id: number;
  readonly job: ViewJob;
}

export type ViewResponseMessage = { readonly id: number } & (
  | { readonly ok: true; readonly answer: ViewAnswer }
  | { readonly ok: false; readonly message: string }
);
