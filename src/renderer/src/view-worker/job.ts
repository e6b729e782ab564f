import type { ViewKind } from '../../../core/view/choose-view.ts';
import type { BodyContent, RenderOutcome } from '../../../core/view/render-body.ts';

/** What the worker is asked: plain data. */
export interface ViewJob {
  /** Without content codings. */
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  /** null: guessed. */
  readonly kind: ViewKind | null;
  /** The bytes are only the beginning of the body. */
  readonly incomplete: boolean;
}

export interface ViewAnswer {
  readonly outcome: RenderOutcome;
  /** The same bytes as text, not pretty-printed. */
  readonly raw: BodyContent;
}

export interface ViewRequestMessage {
  readonly id: number;
  readonly job: ViewJob;
}

export type ViewResponseMessage = { readonly id: number } & (
  | { readonly ok: true; readonly answer: ViewAnswer }
  | { readonly ok: false }
);
