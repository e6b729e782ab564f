import { ConnectionLost } from '../bridge.ts';
import type { AppContext } from '../store/context.tsx';
import { describeError } from '../ui/index.ts';

/**
 * Bugs outside rendering (a handler, an answer nobody waits for): told to the log by name and stack, and to the user, whose
 * last action had no effect. A lost connection is no bug, and the screen says it already.
 */
export function reportUncaught({ bridge, stores }: AppContext): void {
  const report = (error: unknown) => {
    const { name, stack } = describeError(error);
    // When even this fails the engine is gone, which the screen says.
    bridge.call('log.rendererError', { pane: 'window', name, stack }).catch(() => undefined);
    stores.toasts.show({
      tone: 'fail',
      text: 'Something went wrong in Hookproof.',
      hint: 'Your captures are safe. The error was written to the log in the data folder.',
    });
  };
  window.addEventListener('error', (event) => {
    // Without an error it is the browser's note that a ResizeObserver's changes wait for the next frame.
    if (event.error != null) report(event.error);
  });
  window.addEventListener('unhandledrejection', (event) => {
    if (event.reason instanceof ConnectionLost) event.preventDefault();
    else report(event.reason);
  });
}
