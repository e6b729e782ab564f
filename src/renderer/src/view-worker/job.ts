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

/** Of any worker that makes views: `worker.ts` and `wire-worker.ts`. */
export interface ViewRequestMessage<Job> {
  readonly id: number;
  readonly job: Job;
}

export type ViewResponseMessage<Answer> = { readonly id: number } & (
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false }
);
