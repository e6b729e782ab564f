import type { Failure } from '../../../../core/failure.ts';
import type { QueuedDelivery, QueuedTarget, QueueTargetKey } from '../../../../core/forward/queue.ts';
import { fail, type Result } from '../../../../core/result.ts';
import type { AppContext } from '../../store/context.tsx';
import { sendConfirmed } from '../sending/index.ts';

/** Everything that waits, wherever that is allowed. The rows say what became of it. */
export async function deliverAll({ bridge, stores }: AppContext): Promise<void> {
  const result = await bridge.call('queue.deliverNow', { target: null });
  if (!result.ok) stores.toasts.showFailure(result.failure);
}

/** Asks first where deliveries stopped because nobody had said that they may be sent there. */
export async function deliverTo(context: AppContext, { endpointId, targetId, last }: QueuedTarget): Promise<void> {
  let unconfirmed = last?.kind === 'failed' && last.failure.code === 'target-unconfirmed' ? last.failure : null;
  const result = await sendConfirmed(context, async (): Promise<Result<{ count: number }, Failure>> => {
    if (unconfirmed !== null) {
      const failure = unconfirmed;
      unconfirmed = null;
      return fail(failure);
    }
    return context.bridge.call('queue.deliverNow', { target: { endpointId, targetId } });
  });
  if (result !== null && !result.ok) context.stores.toasts.showFailure(result.failure);
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
