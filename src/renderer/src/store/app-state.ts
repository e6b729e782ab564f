import { createStore } from 'zustand/vanilla';
import type { AppState, Bridge } from '../../../core/contract.ts';
import type { Endpoint } from '../../../core/endpoint.ts';
import type { SecretInfo } from '../../../core/secret.ts';
import type { SchemeInfo } from '../../../core/signature/scheme-info.ts';

export interface JudgingProgress {
  readonly done: number;
  readonly total: number;
}

export interface AppStateState {
  /** null until the engine has answered. */
  readonly app: AppState | null;
  readonly schemes: readonly SchemeInfo[];
  /** By endpoint, only while a change is being applied to stored captures. */
  readonly judging: Readonly<Record<string, JudgingProgress>>;
  /** Captures that searches still read one by one, where they are many; else 0. */
  readonly notIndexed: number;
  /** Subscribes, then asks; the returned function ends the subscription. Rejects when the engine does not answer. */
  start(): Promise<() => void>;
}

/** The engine's state as the screen mirrors it: listener, tunnel, endpoints, secrets, settings, notices. */
export function createAppStateStore(bridge: Bridge) {
  return createStore<AppStateState>()((set, get) => {
    /** Events that come before the first answer are already in it: the engine answers from the state they announce. */
    const patch = (part: Partial<AppState>) => {
      const { app } = get();
      if (app !== null) set({ app: { ...app, ...part } });
    };
    return {
      app: null,
      schemes: [],
      judging: {},
      notIndexed: 0,
      async start() {
        const stops = [
          bridge.on('listener.changed', (listener) => patch({ listener })),
          bridge.on('listener.counted', (listenerCounters) => patch({ listenerCounters })),
          bridge.on('tunnel.changed', (tunnel) => patch({ tunnel })),
          bridge.on('endpoints.changed', ({ endpoints }) => patch({ endpoints })),
          bridge.on('rules.counted', ({ endpointId, hits }) =>
            patch({ ruleHits: { ...get().app?.ruleHits, [endpointId]: hits } }),
          ),
          bridge.on('secrets.changed', ({ secrets }) => patch({ secrets })),
          bridge.on('settings.changed', (settings) => patch({ settings })),
          bridge.on('schemes.changed', ({ schemes }) => set({ schemes })),
          bridge.on('schemes.changed', ({ schemes }) => set({ schemes })),
          bridge.on('notices.changed', ({ notices }) => patch({ notices })),
          bridge.on('salvage.changed', ({ salvage }) => patch({ salvage })),
          bridge.on('indexing.progress', ({ left }) => set({ notIndexed: left })),
          bridge.on('judging.progress', ({ endpointId, done, total }) => {
            const { [endpointId]: _ended, ...others } = get().judging;
            set({ judging: done >= total ? others : { ...others, [endpointId]: { done, total } } });
          }),
        ];
        const stop = () => {
          for (const each of stops) each();
        };
        try {
          const [app, schemes] = await Promise.all([bridge.call('app.state', null), bridge.call('schemes.list', null)]);
          set({ app, schemes, judging: {} });
        } catch (error) {
          stop();
          throw error;
        }
        return stop;
      },
    };
  });
}

/** Oldest first, the catch-all last: that is how a request looks for its endpoint. */
export function sortedEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...endpoints].sort((a, b) => Number(a.path === '/') - Number(b.path === '/') || a.createdAt - b.createdAt);
}

export function secretsOf(secrets: readonly SecretInfo[], endpointId: string): readonly SecretInfo[] {
  return secrets.filter((secret) => secret.endpointId === endpointId);
}
