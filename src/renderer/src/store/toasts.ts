import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';

export interface Toast {
  readonly tone: 'neutral' | 'ok' | 'fail';
  readonly text: string;
  readonly hint?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** React Aria's least time for a toast: 5 s; one with a button needs longer to be reached with a keyboard. */
const SHOWN_MS = 6000;
const SHOWN_WITH_ACTION_MS = 12_000;

/** Passing words about something the user just did. What stays true until dismissed is a notice of the engine. */
export function createToasts() {
  const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 });
  const show = (toast: Toast): void => {
    queue.add(toast, { timeout: toast.action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS });
  };
  return {
    queue,
    show,
    showFailure(failure: Failure): void {
      const { title, hint } = explain(failure);
      show({ tone: 'fail', text: title, hint });
    },
  };
}

export type Toasts = ReturnType<typeof createToasts>;
