import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Draft } from '../../../../core/draft/draft.ts';
import { type AppContext, useApp } from '../../store/context.tsx';

export interface ForgeState {
  readonly templateId: string | null;
  /** Kept while another view is shown. */
  readonly draft: Draft | null;
}

const stores = new WeakMap<AppContext, StoreApi<ForgeState>>();

export function forgeStore(context: AppContext): StoreApi<ForgeState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<ForgeState>()(() => ({ templateId: null, draft: null }));
    stores.set(context, store);
  }
  return store;
}

export function useForge<T>(select: (state: ForgeState) => T): T {
  return useStore(forgeStore(useApp()), select);
}
