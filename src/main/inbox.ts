import type { CaptureReply, CaptureSummary, NewCapture } from '../core/capture.ts';
import { type Endpoint, type EndpointReply, endpointForPath } from '../core/endpoint.ts';
import type { Failure } from '../core/failure.ts';
import { pathOfTarget } from '../core/http/message.ts';
import type { Endpoints } from './endpoints.ts';
import type { Judge, Judgement } from './judging/judge.ts';
import { atOnce, type ChosenReply, type ReplyChooser, type Unanswered } from './reply/chosen-reply.ts';
import type { GivenReply } from './reply/given-reply.ts';
import type { CaptureUpdate, Store } from './storage/store.ts';

/** What the listener knows of a request; which endpoint it is for, the inbox decides. */
export type Arrival = Omit<NewCapture, 'endpointId'>;

/** The one way in: local, tunnelled and imported requests all pass it, well-formed or not. */
export interface Inbox {
  /**
   * Stores the request, then gives the reply for its sender. Judging and announcing come after the reply, but for endpoints that
   * forward, whose targets may take their time.
   * `fixed`: a reply the listener has to give whatever the endpoint says (413, 400, 417, …); `unsent`: the sender is gone,
   * so that no reply is recorded and the one returned is for nobody.
   */
  receive(arrival: Arrival, fixed: EndpointReply | 'unsent' | null): Promise<GivenReply>;
  /** Resolves when everything received so far is judged and stored with its verdict. */
  settled(): Promise<void>;
}

export interface InboxOptions {
  readonly store: Store;
  readonly endpoints: Endpoints;
  readonly judge: Judge;
  readonly chooser: ReplyChooser;
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

/** Made when its turn comes: judging takes time. */
type Waiting = () => CaptureUpdate;

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
      const stored = await store.update(batch.map((update) => update()));
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

  /** A bug in choosing leaves a stored request, which the endpoint's own reply is right for. */
  async function chosen(request: Unanswered, endpoint: Endpoint): Promise<ChosenReply> {
    try {
      return await options.chooser.choose(request, endpoint);
    } catch (error) {
      options.onBug(error);
      return { reply: endpoint.reply, source: 'default', label: null, behaviour: atOnce };
    }
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
        return { ...refusal(appended.failure), isUnstored: true };
      }
      const row = appended.value;
      const { id } = row;
      let judged: Judgement | null = null;
      const judgement = (): Judgement => (judged ??= judge.judge(arrival, endpoint));
      const announce = (): void => {
        options.announce([row]);
        options.onStored();
      };
      const recordOf = ({ status, headers, body }: EndpointReply, source: CaptureReply['source']): CaptureUpdate => ({
        id,
        reply: {
          reply: { status, headers, bodyBytes: body.length, source },
          body,
          replyMs: arrival.timings.bodyMs + (options.monotonicMs() - received),
        },
      });
      if (fixed !== null) {
        announce();
        const record = fixed === 'unsent' ? { id } : recordOf(fixed, sourceOf(arrival));
        later(() => ({ ...record, ...judgement() }));
        return fixed === 'unsent' ? endpoint.reply : fixed;
      }
      const isSlow = endpoint.replying.forward !== null;
      if (isSlow) {
        announce();
        later(() => ({ id, ...judgement() }));
      }
      const { reply, source, label, behaviour } = await chosen({ captureId: id, arrival, judgement }, endpoint);
      const labelled = label === null ? { id } : { id, replyLabel: label };
      const isAtOnce = !behaviour.isReset && behaviour.delayMs === 0;
      const record = isAtOnce ? { ...recordOf(reply, source), ...labelled } : labelled;
      if (!isSlow) {
        announce();
        later(() => ({ ...record, ...judgement() }));
      } else if (isAtOnce || label !== null) later(() => record);
      if (isAtOnce && behaviour.bytesPerSecond === null) return reply;
      // What its sender does not get is not recorded as the reply it got.
      const sent = (): void => {
        const answer = recordOf(reply, source);
        later(() => answer);
      };
      return isAtOnce || behaviour.isReset ? { ...reply, behaviour } : { ...reply, behaviour, sent };
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
