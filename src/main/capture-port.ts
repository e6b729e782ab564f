import type { Failure } from '../core/failure.ts';
import type { ListenerState } from '../core/listener.ts';
import type { Result } from '../core/result.ts';

/** What can be bound: the capture listener. */
export interface Bindable {
  listen(port: number): Promise<Result<{ port: number }, Failure>>;
  close(): Promise<void>;
}

/** Where the capture listener is reached: the configured port, or the next free one when another program has it. */
export interface CapturePort {
  readonly state: ListenerState;
  /** The port in use, or null when there is none. */
  readonly port: number | null;
  /** Opens, or moves to another port. The outcome is the state; a failure is also reported. */
  open(port: number): Promise<void>;
}

/** Ports tried after the configured one. Enough for a machine with many development servers, and soon over. */
const TRIES = 50;

export function createCapturePort(
  listener: Bindable,
  changed: (state: ListenerState) => void,
  report: (failure: Failure) => void,
): CapturePort {
  let state: ListenerState = { kind: 'starting' };
  function set(next: ListenerState): void {
    state = next;
    changed(next);
  }

  async function firstFree(wanted: number): Promise<Result<{ port: number }, Failure>> {
    let result = await listener.listen(wanted);
    for (let port = wanted + 1; taken(result) && wanted !== 0 && port <= Math.min(wanted + TRIES, 65535); port++) {
      result = await listener.listen(port);
    }
    return result;
  }

  return {
    get state() {
      return state;
    },
    get port() {
      return state.kind === 'listening' ? state.port : null;
    },
    async open(wanted) {
      if (state.kind === 'listening') await listener.close();
      const bound = await firstFree(wanted);
      if (!bound.ok) {
        report(bound.failure);
        const detail = ('detail' in bound.failure ? bound.failure.detail : null) ?? bound.failure.code;
        set({ kind: 'failed', port: wanted, detail });
        return;
      }
      const { port } = bound.value;
      const insteadOf = wanted === 0 || port === wanted ? null : wanted;
      set({ kind: 'listening', port, insteadOf, url: `http://127.0.0.1:${port}` });
    },
  };
}

function taken(result: Result<unknown, Failure>): boolean {
  return !result.ok && result.failure.code === 'port-in-use';
}
