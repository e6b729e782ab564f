import type { CallError, CallOutcome } from '../../core/call.ts';
import type { Bridge, CommandName, EventName, Events, Output } from '../../core/contract.ts';
import { decodePageFrame, encodeFrame, MAX_FRAME_BYTES, WIRE_PATH, WIRE_PROTOCOL } from '../../core/wire.ts';

/**
 * The screen's one way to the engine: the preload's API in the desktop window, a WebSocket in a browser tab. Nothing else in
 * the renderer knows which of the two it is.
 */

/** `refused`: the page's token is missing or not the running engine's; only opening the printed URL helps. */
export type ConnectionState = 'connected' | 'reconnecting' | 'refused';

export interface HostBridge extends Bridge {
  /** Tells the present state at once, then each change. Returns the unsubscription. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
}

/** The call did not reach the engine, or its answer was lost on the way: whether it ran is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  constructor() {
    super('The connection to Hookproof was lost.');
  }
}

/** A bug, of the screen (`InvalidCall`) or of the engine (`EngineError`, with its id in the engine's log). */
export class CallRejected extends Error {
  override readonly name: CallError['name'];
  readonly id: string | null;
  constructor(error: CallError) {
    super(error.message);
    this.name = error.name;
    this.id = error.name === 'EngineError' ? error.id : null;
  }
}

/** What the preload exposes. */
export interface PreloadApi {
  call(name: string, input: unknown): Promise<CallOutcome>;
  on(name: string, listener: (event: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly hookproof?: PreloadApi;
  }
}

/** Resolves when the first attempt to connect has ended; `onConnection` says how. */
export function connectBridge(): Promise<HostBridge> {
  return window.hookproof === undefined ? connectWeb() : Promise.resolve(bridgeOverPreload(window.hookproof));
}

function bridgeOverPreload(api: PreloadApi): HostBridge {
  return {
    call: (name, input) => api.call(name, input).then(answerOf<typeof name>),
    // The preload passes on what the engine emitted under this name; IPC has carried it, TypeScript cannot follow.
    on: (name, listener) => api.on(name, (event) => listener(event as Events[typeof name])),
    onConnection(listener) {
      listener('connected');
      return () => undefined;
    },
  };
}

/** The engine answers a command with that command's output; the types cannot cross a process, so this says it. */
function answerOf<K extends CommandName>(outcome: CallOutcome): Output<K> {
  if (!outcome.ok) throw new CallRejected(outcome.error);
  return outcome.value as Output<K>;
}

const TOKEN_KEY = 'hookproof.token';

/** From the printed URL's fragment, then kept for reloads of this tab and taken out of the address bar and the history. */
function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1)).get('token');
  if (fragment === null) return sessionStorage.getItem(TOKEN_KEY);
  sessionStorage.setItem(TOKEN_KEY, fragment);
  history.replaceState(null, '', location.pathname);
  return fragment;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5000;

interface PendingCall {
  resolve(outcome: CallOutcome): void;
  reject(error: Error): void;
}

async function connectWeb(): Promise<HostBridge> {
  const token = takeToken();
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const connectionListeners = new Set<(state: ConnectionState) => void>();
  const calls = new Map<number, PendingCall>();
  let state: ConnectionState = 'reconnecting';
  let socket: WebSocket | null = null;
  let nextId = 0;
  let retryMs = FIRST_RETRY_MS;
  let wasConnected = false;

  function enter(next: ConnectionState): void {
    if (next === state) return;
    state = next;
    for (const listener of connectionListeners) listener(next);
  }

  function emit<K extends EventName>(name: K, event: Events[K]): void {
    // The set under `name` only ever holds listeners of that name's event (see `on`).
    for (const listener of listeners.get(name) ?? []) (listener as (event: Events[K]) => void)(event);
  }

  function receive(data: unknown): void {
    const frame = data instanceof ArrayBuffer ? decodePageFrame(new Uint8Array(data)) : undefined;
    if (frame === undefined) throw new Error('the engine sent a frame that is not one of the contract');
    if (frame.kind === 'event') {
      // The engine emitted it under this name; the wire has carried it, TypeScript cannot follow.
      emit(frame.name, frame.event as Events[typeof frame.name]);
    } else {
      calls.get(frame.id)?.resolve(frame.outcome);
      calls.delete(frame.id);
    }
  }

  /** Resolves with whether it opened; from then on it reconnects by itself when it closes. */
  function open(offered: string): Promise<boolean> {
    return new Promise((resolve) => {
      const opening = new WebSocket(`ws://${location.host}${WIRE_PATH}`, [WIRE_PROTOCOL, offered]);
      opening.binaryType = 'arraybuffer';
      opening.onmessage = (message) => receive(message.data);
      opening.onopen = () => {
        socket = opening;
        retryMs = FIRST_RETRY_MS;
        enter('connected');
        // What happened while there was no connection is not known: the screen lists again.
        if (wasConnected) emit('captures.removed', { all: true });
        wasConnected = true;
        resolve(true);
      };
      opening.onclose = () => {
        if (socket !== opening) return resolve(false);
        socket = null;
        for (const call of calls.values()) call.reject(new ConnectionLost());
        calls.clear();
        enter('reconnecting');
        void reconnect(offered);
      };
    });
  }

  async function reconnect(offered: string): Promise<void> {
    while (!(await attempt(offered)) && state !== 'refused') {
      await new Promise((resolve) => setTimeout(resolve, retryMs));
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  /**
   * A page cannot see why a WebSocket was not opened. A server that answers before and after a failed attempt has refused the
   * token; one that answers only after it may just have started.
   */
  async function attempt(offered: string): Promise<boolean> {
    if (await open(offered)) return true;
    if (!(await serverAnswers())) return false;
    if (await open(offered)) return true;
    if (await serverAnswers()) enter('refused');
    return false;
  }

  // The URL of a restarted engine, pasted into this tab, changes the fragment only and loads nothing by itself.
  window.addEventListener('hashchange', () => {
    if (new URLSearchParams(location.hash.slice(1)).has('token')) location.reload();
  });
  if (token === null) enter('refused');
  else if (!(await attempt(token)) && state === 'reconnecting') void reconnect(token);

  return {
    call(name, input) {
      const current = socket;
      if (current === null) return Promise.reject(new ConnectionLost());
      const id = nextId++;
      const frame = encodeFrame({ kind: 'call', id, name, input });
      if (frame.byteLength > MAX_FRAME_BYTES) {
        const message = `${name}: the input has ${frame.byteLength} bytes; at most ${MAX_FRAME_BYTES} are taken`;
        return Promise.reject(new CallRejected({ name: 'InvalidCall', message }));
      }
      const outcome = new Promise<CallOutcome>((resolve, reject) => calls.set(id, { resolve, reject }));
      current.send(frame);
      return outcome.then(answerOf<typeof name>);
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    onConnection(listener) {
      listener(state);
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
  };
}

async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch(location.pathname, { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    // fetch rejects when nothing answers, which is what is asked here.
    return false;
  }
}
