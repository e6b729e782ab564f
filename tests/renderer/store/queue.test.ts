import { describe, expect, it } from 'vitest';
import type { QueuedTarget, QueuePage } from '../../../src/core/forward/queue.ts';
import { createQueueStore, queuedCount } from '../../../src/renderer/src/store/queue.ts';
import { answeringBridge } from '../support.ts';

const target = (targetId: string, waiting: number, stopped = 0): QueuedTarget => ({
  endpointId: 'e',
  targetId,
  url: 'http://127.0.0.1:1/',
  waiting,
  stopped,
  isSending: false,
  nextAt: null,
  last: null,
});

describe('the queue’s store', () => {
  it('begins with what waits, and follows it', async () => {
    const { bridge, emit, listenerCount } = answeringBridge({
      'queue.list': () => ({ targets: [target('a', 2, 1)], deliveries: [] }),
    });
    const store = createQueueStore(bridge);
    const stop = await store.getState().start();
    expect(queuedCount(store.getState().targets)).toBe(3);
    emit('queue.changed', { targets: [target('a', 1), target('b', 4)] });
    expect(queuedCount(store.getState().targets)).toBe(5);
    emit('queue.changed', { targets: [] });
    expect(queuedCount(store.getState().targets)).toBe(0);
    stop();
    expect(listenerCount()).toBe(0);
  });

  it('keeps an event over an older answer', async () => {
    let answer: (page: QueuePage) => void = () => undefined;
    const { bridge, emit } = answeringBridge({
      'queue.list': () =>
        new Promise<QueuePage>((resolve) => {
          answer = resolve;
        }),
    });
    const store = createQueueStore(bridge);
    const started = store.getState().start();
    emit('queue.changed', { targets: [] });
    answer({ targets: [target('a', 9)], deliveries: [] });
    await started;
    expect(store.getState().targets).toEqual([]);
  });
});
