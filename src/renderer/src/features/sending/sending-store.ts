import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import type { AppContext } from '../../store/context.tsx';

/** A target that is not this machine, waiting for the user's word. */
export interface TargetQuestion {
  readonly origin: string;
  readonly address: string | null;
  readonly answer: (confirmed: boolean) => void;
}

interface SendingState {
  readonly question: TargetQuestion | null;
}

const stores = new WeakMap<AppContext, StoreApi<SendingState>>();

export function sendingStore(context: AppContext): StoreApi<SendingState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<SendingState>()(() => ({ question: null }));
    stores.set(context, store);
  }
  return store;
}

/**
 * Sends; where the target is not this machine and was never confirmed, asks once and sends again. null: the user said no.
 */
export async function sendConfirmed<T>(
  context: AppContext,
  send: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure> | null> {
  const first = await send();
  if (first.ok || first.failure.code !== 'target-unconfirmed') return first;
  const { origin, address } = first.failure;
  const store = sendingStore(context);
  // A question that another sending left open is answered with no: its dialog is being replaced.
  store.getState().question?.answer(false);
  const confirmed = await new Promise<boolean>((resolve) => {
    store.setState({ question: { origin, address, answer: resolve } });
  });
  store.setState({ question: null });
  if (!confirmed) return null;
  const remembered = await context.bridge.call('send.confirmTarget', { origin });
  return remembered.ok ? send() : remembered;
}
