import type { QueuedDelivery, QueueTargetKey } from '../../../../core/forward/queue.ts';
import type { AppContext } from '../../store/context.tsx';

/** `target` null: everything that waits. The rows say what became of it. */
export async function deliverNow({ bridge, stores }: AppContext, target: QueueTargetKey | null): Promise<void> {
  const key = target === null ? null : { endpointId: target.endpointId, targetId: target.targetId };
  const result = await bridge.call('queue.deliverNow', { target: key });
  if (!result.ok) stores.toasts.showFailure(result.failure);
}

export async function dropAll({ bridge, stores }: AppContext, target: QueueTargetKey): Promise<void> {
  const { endpointId, targetId } = target;
  const result = await bridge.call('queue.drop', { target: { endpointId, targetId } });
  if (!result.ok) stores.toasts.showFailure(result.failure);
}

export async function dropOne({ bridge, stores }: AppContext, delivery: QueuedDelivery): Promise<void> {
  const { captureId, targetId } = delivery;
  const result = await bridge.call('queue.drop', { deliveries: [{ captureId, targetId }] });
  if (!result.ok) stores.toasts.showFailure(result.failure);
}

export function openCapture({ stores }: AppContext, { captureId }: QueuedDelivery): void {
  stores.captures.getState().select(captureId);
  stores.navigation.getState().go('captures');
}
