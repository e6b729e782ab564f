import { describe, expect, it } from 'vitest';
import type { AppState } from '../../../src/core/contract.ts';
import { noListenerCounters } from '../../../src/core/listener.ts';
import { defaultSettings } from '../../../src/core/settings.ts';
import { createAppStateStore } from '../../../src/renderer/src/store/app-state.ts';
import { answeringBridge } from '../support.ts';

const app: AppState = {
  version: '1.2.3',
  host: 'web',
  dataDir: '/data',
  listener: { kind: 'starting' },
  listenerCounters: noListenerCounters,
  tunnel: {
    provider: 'localtunnel',
    state: 'down',
    reason: 'user',
    message: '',
    url: null,
    previousUrl: null,
    since: 0,
    attempt: 0,
    nextRetryAt: null,
    lastProbe: null,
  },
  tunnelProviders: [],
  endpoints: [],
  secrets: [],
  settings: defaultSettings,
  notices: [],
  salvage: null,
  ruleHits: {},
  secretProtection: '',
};

describe('the engine’s state on the screen', () => {
  it('is what the engine answers, then what its events say', async () => {
    const { bridge, emit } = answeringBridge({ 'app.state': () => app, 'schemes.list': () => [] });
    const store = createAppStateStore(bridge);
    await store.getState().start();
    expect(store.getState().app).toEqual(app);
    emit('settings.changed', { ...defaultSettings, theme: 'dark' });
    emit('listener.changed', { kind: 'listening', port: 1, insteadOf: null, url: 'http://127.0.0.1:1' });
    emit('listener.counted', { ...noListenerCounters, captures: 3 });
    expect(store.getState().app?.listenerCounters.captures).toBe(3);
    expect(store.getState().app?.settings.theme).toBe('dark');
    expect(store.getState().app?.listener.kind).toBe('listening');
    expect(store.getState().app?.version).toBe('1.2.3');
  });

  it('shows the progress of judging until it is done', async () => {
    const { bridge, emit } = answeringBridge({ 'app.state': () => app, 'schemes.list': () => [] });
    const store = createAppStateStore(bridge);
    await store.getState().start();
    emit('judging.progress', { endpointId: 'a', done: 120, total: 4000 });
    emit('judging.progress', { endpointId: 'b', done: 1, total: 2 });
    expect(store.getState().judging).toEqual({ a: { done: 120, total: 4000 }, b: { done: 1, total: 2 } });
    emit('judging.progress', { endpointId: 'a', done: 4000, total: 4000 });
    expect(store.getState().judging).toEqual({ b: { done: 1, total: 2 } });
  });

  it('shows how much the search index lacks until it is there', async () => {
    const { bridge, emit } = answeringBridge({ 'app.state': () => app, 'schemes.list': () => [] });
    const store = createAppStateStore(bridge);
    await store.getState().start();
    emit('indexing.progress', { left: 900_000 });
    expect(store.getState().notIndexed).toBe(900_000);
    emit('indexing.progress', { left: 0 });
    expect(store.getState().notIndexed).toBe(0);
  });

  it('leaves no subscription behind when the engine does not answer', async () => {
    const { bridge, listenerCount } = answeringBridge({});
    await expect(createAppStateStore(bridge).getState().start()).rejects.toThrow();
    expect(listenerCount()).toBe(0);
  });

  it('ends its subscriptions', async () => {
    const { bridge, listenerCount } = answeringBridge({ 'app.state': () => app, 'schemes.list': () => [] });
    const stop = await createAppStateStore(bridge).getState().start();
    expect(listenerCount()).toBeGreaterThan(0);
    stop();
    expect(listenerCount()).toBe(0);
  });
});
