import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Draft } from '../../../../core/draft/draft.ts';
import { type AppContext, useApp } from '../../store/context.tsx';

/** A saved request that is open in the editor. */
export interface OpenItem {
  readonly collectionId: string;
  readonly itemId: string;
  readonly name: string;
  /** As it is on disk; another object than `draft` once something was edited. */
  readonly saved: Draft;
  readonly draft: Draft;
}

export interface CollectionsState {
  /** Kept while another view is shown. */
  readonly open: OpenItem | null;
}

const stores = new WeakMap<AppContext, StoreApi<CollectionsState>>();

export function collectionsStore(context: AppContext): StoreApi<CollectionsState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<CollectionsState>()(() => ({ open: null }));
    stores.set(context, store);
  }
  return store;
}

export function useOpenItem(): OpenItem | null {
  return useStore(collectionsStore(useApp()), (state) => state.open);
}
