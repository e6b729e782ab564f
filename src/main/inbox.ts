import type { CaptureReply, CaptureSummary, NewCapture } from '../core/capture.ts';
import { type Endpoint, type EndpointReply, endpointForPath } from '../core/endpoint.ts';
import type { Failure } from '../core/failure.ts';
import { pathOfTarget } from '../core/http/message.ts';
import type { Endpoints } from './endpoints.ts';
import type { Judge } from './judging/judge.ts';
import type { CaptureUpdate, Store } from './storage/store.ts';

/** What the listener knows of a request; which endpoint it is for, the inbox decides. */
export type Arrival = Omit<NewCapture, 'endpointId'>;

/** The one way in: local, tunnelled and imported requests all pass it, well-formed or not. */
export interface Inbox {
  /**
   * Stores the request, then gives the reply for its sender. Judging and announcing come after the reply.
   * `fixed`: a reply the listener has to give whatever the endpoint says (413, 400, 417, …); `unsent`: the sender is gone,
   * so that no reply is recorded and the one returned is for nobody.
   */
  receive(arrival: Arrival, fixed: EndpointReply | 'unsent' | null): Promise<EndpointReply>;
  /** Resolves when everything received so far is judged and stored with its verdict. */
  settled(): Promise<void>;
}

export interface InboxOptions {
  readonly store: Store;
  readonly endpoints: Endpoints;
  readonly judge: Judge;
  readonly announce: (rows: readonly CaptureSummary[]) => void;
  /** The history could not be written; the sender was told to come again. */
  readonly onStorageFailure: (failure: Failure) => void;
  /** Captures are safe on disk, but their verdicts could not be stored beside them. */
  readonly onUnjudged: (failure: Failure) => void;
  readonly onStored: () => void;
  readonly onBug: (error: unknown) => void;
  readonly monotonicMs: () => number;
}

/** Captures judged and stored in one update; the rest waits for the next turn, so that new requests get theirs. */
const JUDGE_BATCH = 64;

interface Waiting {
  readonly row: CaptureSummary;
  readonly arrival: Arrival;
  readonly endpoint: Endpoint;
  readonly reply: CaptureUpdate['reply'];
}

export function createInbox(options: InboxOptions): Inbox {
  const { store, endpoints, judge } = options;
  let queue: Waiting[] = [];
  let draining: Promise<void> | null = null;

  async function drain(): Promise<void> {
    // The replies of this turn go out first.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.slice(0, JUDGE_BATCH);
      queue = queue.slice(JUDGE_BATCH);
      const updates = batch.map(({ row, arrival, endpoint, reply }): CaptureUpdate => {
        const judgement = judge.judge(arrival, endpoint);
        return reply === undefined ? { id: row.id, ...judgement } : { id: row.id, ...judgement, reply };
      });
      const stored = await store.update(updates);
      if (stored.ok) options.announce(stored.value);
      else options.onUnjudged(stored.failure);
    }
  }

  function startDraining(): void {
    draining ??= drain()
      .catch(options.onBug)
      .finally(() => {
        draining = null;
        // One that arrived between the last look at the queue and here would wait for the next.
        if (queue.length > 0) startDraining();
      });
  }

  function later(waiting: Waiting): void {
    queue.push(waiting);
    startDraining();
  }

  return {
    async receive(arrival, fixed) {
      const received = options.monotonicMs();
      const path = pathOfTarget(arrival.target);
      const endpointId = endpointForPath(endpoints.all, path);
      const endpoint = endpoints.byId(endpointId) ?? endpoints.catchAll();
      const appended = await store.append({ ...arrival, endpointId: endpoint.id });
      if (!appended.ok) {
        options.onStorageFailure(appended.failure);
        return refusal(appended.failure);
      }
      const reply = fixed === null || fixed === 'unsent' ? endpoint.reply : fixed;
      const source: CaptureReply['source'] = fixed === null ? 'default' : sourceOf(arrival);
      const { status, headers, body } = reply;
      const replyMs = arrival.timings.bodyMs + (options.monotonicMs() - received);
      options.announce([appended.value]);
      options.onStored();
      later({
        row: appended.value,
        arrival,
        endpoint,
        reply:
          fixed === 'unsent'
            ? undefined
            : { reply: { status, headers, bodyBytes: body.length, source }, body, replyMs },
      });
      return reply;
    },
    async settled() {
      while (draining !== null) await draining;
    },
  };
}

function sourceOf(arrival: Arrival): CaptureReply['source'] {
  return arrival.kind === 'malformed' ? 'malformed' : 'limit';
}

/** The sender of a request that could not be stored must try again: a 2xx would lose it. RFC 4918, section 11.5 for 507. */
function refusal(failure: Failure): EndpointReply {
  const full = failure.code === 'storage-full';
  return {
    status: full ? 507 : 503,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Retry-After', '10'],
    ],
    body: new TextEncoder().encode(full ? 'the disk is full, try again later\n' : 'not stored, try again later\n'),
  };
}
