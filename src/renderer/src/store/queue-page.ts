import { useEffect, useState } from 'react';
import type { CaptureId } from '../../../core/capture.ts';
import { MAX_QUEUE_PAGE, type QueuedDelivery, type QueuePage } from '../../../core/forward/queue.ts';
import { useBridge, useQueue } from './context.tsx';

/** The queue with its deliveries, asked again when it changes; null until the first answer. */
export function useQueuePage(): QueuePage | null {
  const bridge = useBridge();
  const targets = useQueue((state) => state.targets);
  const [page, setPage] = useState<QueuePage | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the targets is a change of what waits for them.
  useEffect(() => {
    let left = false;
    void bridge.call('queue.list', { limit: MAX_QUEUE_PAGE }).then((answer) => {
      if (!left) setPage(answer);
    });
    return () => {
      left = true;
    };
  }, [bridge, targets]);
  return page;
}

/** Where a capture waits, and how many of the same target go before it. */
export function useQueued(id: CaptureId): readonly { readonly delivery: QueuedDelivery; readonly before: number }[] {
  const page = useQueuePage();
  return (page?.deliveries ?? []).flatMap((delivery, index, all) => {
    if (delivery.captureId !== id) return [];
    return [{ delivery, before: all.slice(0, index).filter((each) => goesBefore(each, delivery)).length }];
  });
}

/** Of the same target, and not stopped: a stopped one holds nothing up. */
export function goesBefore(earlier: QueuedDelivery, delivery: QueuedDelivery): boolean {
  return (
    earlier.endpointId === delivery.endpointId && earlier.targetId === delivery.targetId && earlier.state !== 'stopped'
  );
}
