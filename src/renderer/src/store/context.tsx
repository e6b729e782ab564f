import { createContext, type ReactNode, useContext } from 'react';
import type { StoreApi } from 'zustand';
import { useStore } from 'zustand';
import type { AppState, Bridge } from '../../../core/contract.ts';
import { type AppStateState, createAppStateStore } from './app-state.ts';
import { type CapturesState, createCapturesStore } from './captures.ts';
import { type ConnectionState, createConnectionStore } from './connection.ts';
import { createDialogsStore, type DialogsState } from './dialogs.ts';
import { createNavigationStore, type NavigationState } from './navigation.ts';
import { createQueueStore, type QueueState } from './queue.ts';
import { createToasts, type Toasts } from './toasts.ts';

/** One store a concern. Commands and features reach them through `AppContext`. */
export interface Stores {
  readonly appState: StoreApi<AppStateState>;
  readonly captures: StoreApi<CapturesState>;
  readonly connection: StoreApi<ConnectionState>;
  readonly navigation: StoreApi<NavigationState>;
  readonly dialogs: StoreApi<DialogsState>;
  readonly queue: StoreApi<QueueState>;
  readonly toasts: Toasts;
}

/** What every part of the screen may use: the way to the engine, and the stores. */
export interface AppContext {
  readonly bridge: Bridge;
  readonly stores: Stores;
}

export function createAppContext(bridge: Bridge): AppContext {
  return {
    bridge,
    stores: {
      appState: createAppStateStore(bridge),
      captures: createCapturesStore(bridge),
      connection: createConnectionStore(),
      navigation: createNavigationStore(),
      dialogs: createDialogsStore(),
      queue: createQueueStore(bridge),
      toasts: createToasts(),
    },
  };
}

const Context = createContext<AppContext | null>(null);

export function AppContextProvider({ value, children }: { readonly value: AppContext; readonly children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useApp(): AppContext {
  const value = useContext(Context);
  if (value === null) throw new Error('useApp outside AppContextProvider');
  return value;
}

export function useBridge(): Bridge {
  return useApp().bridge;
}

/** A part of the engine's state. Panes are only shown once it is there. Select what you use: others' changes cost nothing. */
export function useEngine<T>(select: (app: AppState) => T): T {
  return useStore(useApp().stores.appState, ({ app }) => {
    if (app === null) throw new Error('useEngine before the engine answered');
    return select(app);
  });
}

export function useAppState<T>(select: (state: AppStateState) => T): T {
  return useStore(useApp().stores.appState, select);
}

export function useCaptures<T>(select: (state: CapturesState) => T): T {
  return useStore(useApp().stores.captures, select);
}

export function useConnection<T>(select: (state: ConnectionState) => T): T {
  return useStore(useApp().stores.connection, select);
}

export function useNavigation<T>(select: (state: NavigationState) => T): T {
  return useStore(useApp().stores.navigation, select);
}

export function useDialogs<T>(select: (state: DialogsState) => T): T {
  return useStore(useApp().stores.dialogs, select);
}

export function useQueue<T>(select: (state: QueueState) => T): T {
  return useStore(useApp().stores.queue, select);
}

export function useToasts(): Toasts {
  return useApp().stores.toasts;
}
