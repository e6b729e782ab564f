import type { Draft } from '../draft/draft.ts';
import type { Failure } from '../failure.ts';

/** A saved request. The secret is named by id and label, never held. */
export interface CollectionItem {
  readonly id: string;
  readonly name: string;
  readonly draft: Draft;
  readonly savedAt: number;
}

export interface Collection {
  readonly id: string;
  readonly name: string;
  readonly items: readonly CollectionItem[];
}

/** A row of the collections view. A file that cannot be read is listed with the reason and left as it is on disk. */
export type CollectionEntry =
  | {
      readonly kind: 'readable';
      readonly id: string;
      readonly name: string;
      readonly items: readonly CollectionItemSummary[];
    }
  | { readonly kind: 'unreadable'; readonly fileName: string; readonly failure: Failure };

export interface CollectionItemSummary {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly scheme: string | null;
  readonly bodyBytes: number;
  readonly savedAt: number;
}
