import type { CaptureSummary } from '../../src/core/capture.ts';
import type {
  Bridge,
  CaptureListPage,
  CaptureListRequest,
  CommandName,
  EventName,
  Events,
  Input,
  Output,
} from '../../src/core/contract.ts';
import { matchesSummary } from '../../src/core/filter/match.ts';
import type { CapturesPorts } from '../../src/renderer/src/store/captures.ts';

type Answers = { [K in CommandName]?: (input: Input<K>) => Output<K> | Promise<Output<K>> };

/** A Bridge whose answers the test gives; events are emitted by the test. A command without an answer rejects. */
export function answeringBridge(answers: Answers) {
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const calls: { readonly name: CommandName; readonly input: unknown }[] = [];
  const bridge: Bridge = {
    async call(name, input) {
      calls.push({ name, input });
      const answer = answers[name];
      if (answer === undefined) throw new Error(`no answer for ${name}`);
      return answer(input);
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => {
        set.delete(listener);
      };
    },
  };
  function emit<K extends EventName>(name: K, event: Events[K]): void {
    // The set under `name` only holds listeners of that event (see `on`).
    for (const listener of listeners.get(name) ?? []) (listener as (event: Events[K]) => void)(event);
  }
  const listenerCount = () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
  return { bridge, emit, calls, listenerCount };
}

/** Frames and timers that pass when the test says so. */
export function heldPorts() {
  let frames: (() => void)[] = [];
  let timers: { readonly ms: number; readonly run: () => void }[] = [];
  const ports: CapturesPorts = {
    nextFrame: (run) => frames.push(run),
    after: (ms, run) => timers.push({ ms, run }),
  };
  return {
    ports,
    frameCount: () => frames.length,
    frame() {
      const due = frames;
      frames = [];
      for (const run of due) run();
    },
    /** Runs every timer set until now and lets what they started settle. */
    async elapse() {
      const due = timers;
      timers = [];
      for (const { run } of due) run();
      await settled();
    },
  };
}

/** Until every answer that is already given has been handled. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function row(id: number, part: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    id,
    kind: 'request',
    endpointId: 'catch-all',
    receivedAt: 1_700_000_000_000 + id,
    via: 'local',
    method: 'POST',
    target: '/hooks',
    httpVersion: '1.1',
    contentType: 'application/json',
    eventType: null,
    deliveryId: null,
    deliveryAttempt: null,
    bodyBytes: 2,
    rawBytes: 80,
    bodySha256: '',
    completeness: 'complete',
    malformed: null,
    replyStatus: 200,
    replyMs: 1,
    replyLabel: null,
    verdicts: [],
    ...part,
  };
}

/** An engine's history for `captures.list`, with the engine's paging. Text filters match the target only. */
export function history(rows: CaptureSummary[]) {
  return (request: CaptureListRequest): CaptureListPage => {
    const matching = [...rows]
      .sort((a, b) => b.id - a.id)
      .filter((each) => matchesSummary(request.filter, each) === 'yes')
      .filter(({ id }) => (request.before === null || id < request.before) && id > (request.after ?? 0));
    return { rows: matching.slice(0, request.limit), more: matching.length > request.limit, total: rows.length };
  };
}
