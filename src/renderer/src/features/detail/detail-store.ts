import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CaptureId } from '../../../../core/capture.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { type AppContext, useApp } from '../../store/context.tsx';

export type DetailTab = 'overview' | 'signature' | 'headers' | 'body' | 'wire' | 'reply' | 'attempts';

export interface DetailState {
  /** Stays from one capture to the next: whoever reads bodies wants the next body. */
  readonly tab: DetailTab;
  /** What is being sent or prepared; buttons wait. */
  readonly busy: { readonly captureId: CaptureId; readonly action: 'exact' | 'resigned' | 'edit' } | null;
  /** Why the last action on a capture did not happen. */
  readonly failure: { readonly captureId: CaptureId; readonly failure: Failure } | null;
  /** Unsent edits, by capture: looking at another capture must not lose them. */
  readonly drafts: ReadonlyMap<CaptureId, Draft>;
  /** Captures whose editor is shown in place of their tabs. */
  readonly editing: ReadonlySet<CaptureId>;
  /** The capture whose editor is to take the focus, which it has asked for and not got yet. */
  readonly focusEditorOf: CaptureId | null;
  /** The attempt shown open on the Attempts tab. */
  readonly openAttempt: number | null;
  /** The target as it stands in the field, while it is not the stored setting (yet): what is seen is what is sent to. */
  readonly typedTarget: string | null;
}

const stores = new WeakMap<AppContext, StoreApi<DetailState>>();

export function detailStore(context: AppContext): StoreApi<DetailState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<DetailState>()(() => ({
      tab: 'overview',
      busy: null,
      failure: null,
      drafts: new Map(),
      editing: new Set(),
      focusEditorOf: null,
      openAttempt: null,
      typedTarget: null,
    }));
    stores.set(context, store);
  }
  return store;
}

export function useDetail<T>(select: (state: DetailState) => T): T {
  return useStore(detailStore(useApp()), select);
}
