import type { CaptureReply, CaptureSummary, NewCapture } from '../core/capture.ts';
import { type Endpoint, type EndpointReply, endpointForPath } from '../core/endpoint.ts';
import type { Failure } from '../core/failure.ts';
import { pathOfTarget } from '../core/http/message.ts';
import { fail } from '../core/result.ts';
import type { Endpoints } from './endpoints.ts';
import { givenUp, type Judgeable, type Judgement } from './judging/judge.ts';
import type { Judging } from './judging/judging.ts';
import type { Judged } from './judging/judging-tasks.ts';
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
  readonly judging: Pick<Judging, 'judgeLater' | 'stateChanges'>;
  readonly chooser: ReplyChooser;
  readonly announce: (rows: readonly CaptureSummary[]) => void;
  /** Why nothing may be captured at this moment; null: it may. */
  readonly pausedBy: () => Failure | null;
  /** The history could not be written: the sender was told to come again, or what it sent is safe without its verdict. */
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onStored: () => void;
  /**
   * Captures were left unjudged: too many came at once, what judging depends on changed meanwhile, or the disk refused their verdicts.
   * There is time for them now, and the disk takes writes.
   */
  readonly onBehind: () => void;
  readonly onBug: (error: unknown) => void;
  readonly monotonicMs: () => number;
}

/** Changes of captures that are stored in one call. */
const UPDATE_BATCH = 256;

/**
 * Of requests that wait to be judged, so much is held: heads as well as bodies. What comes beyond is on disk and judged from there
 * afterwards: judging may lag behind a flood, but not gather it in memory.
 */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const MAX_WAITING = 10_000;

interface Put {
  readonly record: CaptureUpdate;
  readonly dated: DatedJudgement | null;
}

interface DatedJudgement {
  readonly judgement: Judgement;
  /** `Judging.stateChanges` when it was asked for. */
  readonly asOf: number;
}

export function createInbox(options: InboxOptions): Inbox {
  const { store, endpoints, judging } = options;
  let updates: Put[] = [];
  let draining: Promise<void> | null = null;
  let waiting = 0;
  let waitingBytes = 0;
  let isBehind = false;
  /** The disk refused verdicts; it takes writes again when the next capture is stored. */
  let isRefused = false;
  let onSettled: (() => void)[] = [];

  async function drain(): Promise<void> {
    // The replies of this turn go out first.
    await new Promise((resolve) => setImmediate(resolve));
    while (updates.length > 0) {
      const batch = updates.slice(0, UPDATE_BATCH).map(current);
      updates = updates.slice(UPDATE_BATCH);
      const stored = await store.update(batch);
      if (stored.ok) {
        options.announce(stored.value);
        continue;
      }
      isRefused = true;
      options.onStorageFailure(stored.failure);
    }
  }

  /**
   * A change of what judging depends on has captures judged again. A judgement of before that waited here must not be stored over
   * that newer one: the capture is judged from disk, where it has none.
   */
  function current({ record, dated }: Put): CaptureUpdate {
    if (dated === null) return record;
    if (dated.asOf === judging.stateChanges) return { ...record, ...dated.judgement };
    isBehind = true;
    return record;
  }

  function put(record: CaptureUpdate, dated: DatedJudgement | null = null): void {
    updates.push({ record, dated });
    draining ??= drain().catch(options.onBug).finally(drained);
  }

  function drained(): void {
    draining = null;
    // Some may have arrived between the last look at them and here.
    const rest = updates.pop();
    if (rest !== undefined) put(rest.record, rest.dated);
    else if (waiting === 0) settledNow();
  }

  function settledNow(): void {
    if (isBehind) options.onBehind();
    isBehind = false;
    for (const resolve of onSettled) resolve();
    onSettled = [];
  }

  /** Stores `record` with the verdict, when there is one. */
  function later(record: CaptureUpdate, { isAsked, judgement }: JudgedOnce, bytes: number): void {
    if (!isAsked() && (waiting >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES)) {
      isBehind = true;
      put(record);
      return;
    }
    waiting++;
    waitingBytes += bytes;
    judgement()
      .then((dated) => put(record, dated))
      .catch(options.onBug)
      .finally(() => {
        waiting--;
        waitingBytes -= bytes;
        if (waiting === 0 && draining === null) settledNow();
      });
  }

  interface JudgedOnce {
    readonly isAsked: () => boolean;
    /** null: the engine closed before. */
    readonly judgement: () => Promise<DatedJudgement | null>;
    readonly note: (judged: Judged, asOf: number) => void;
  }

  function judgedOnce(capture: () => Judgeable, endpointId: string): JudgedOnce {
    let judged: Promise<DatedJudgement | null> | null = null;
    return {
      isAsked: () => judged !== null,
      judgement() {
        judged ??= judgedNow();
        return judged;
      },
      note({ judgement }, asOf) {
        judged = Promise.resolve({ judgement, asOf });
      },
    };

    async function judgedNow(): Promise<DatedJudgement | null> {
      const asOf = judging.stateChanges;
      const outcome = await judging.judgeLater({ capture: capture(), endpointId });
      if (!outcome.ok && outcome.end === 'closing') return null;
      return { judgement: outcome.ok ? outcome.value.judgement : givenUp, asOf };
    }
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
      const paused = options.pausedBy();
      const appended = paused === null ? await store.append({ ...arrival, endpointId }) : fail(paused);
      if (!appended.ok) {
        options.onStorageFailure(appended.failure);
        return { ...refusal(appended.failure), isUnstored: true };
      }
      const row = appended.value;
      const { id } = row;
      // As it is now: it may have been changed or deleted while the disk wrote.
      const endpoint = endpoints.byId(row.endpointId) ?? endpoints.catchAll();
      const { length } = arrival.raw;
      const judgeable = (): Judgeable => judgeableOf(arrival);
      const once = judgedOnce(judgeable, endpoint.id);
      const announce = (): void => {
        options.announce([row]);
        options.onStored();
        if (isRefused) options.onBehind();
        isRefused = false;
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
        later(record, once, length);
        return fixed === 'unsent' ? endpoint.reply : fixed;
      }
      const isSlow = endpoint.replying.forward !== null;
      if (isSlow) {
        announce();
        later({ id }, once, length);
      }
      const chosenAsOf = judging.stateChanges;
      const unanswered: Unanswered = {
        captureId: id,
        arrival,
        judgeable,
        judgement: async () => (await once.judgement())?.judgement ?? givenUp,
        noteJudged: (judged) => once.note(judged, chosenAsOf),
      };
      const { reply, source, label, behaviour } = await chosen(unanswered, endpoint);
      const labelled = label === null ? { id } : { id, replyLabel: label };
      const isAtOnce = !behaviour.isReset && behaviour.delayMs === 0;
      const record = isAtOnce ? { ...recordOf(reply, source), ...labelled } : labelled;
      if (!isSlow) {
        announce();
        later(record, once, length);
      } else if (isAtOnce || label !== null) put(record);
      if (isAtOnce && behaviour.bytesPerSecond === null) return reply;
      // What its sender does not get is not recorded as the reply it got.
      const sent = (): void => put(recordOf(reply, source));
      return isAtOnce || behaviour.isReset ? { ...reply, behaviour } : { ...reply, behaviour, sent };
    },
    settled() {
      if (draining === null && waiting === 0) return Promise.resolve();
      return new Promise((resolve) => onSettled.push(resolve));
    },
  };
}

function judgeableOf(arrival: Arrival): Judgeable {
  const { kind, receivedAt, via, method, target, headers, completeness, body } = arrival;
  return { kind, receivedAt, via, method, target, headers, completeness, body };
}

function sourceOf(arrival: Arrival): CaptureReply['source'] {
  return arrival.kind === 'malformed' ? 'malformed' : 'limit';
}

/** The sender of a request that could not be stored must try again: a 2xx would lose it. RFC 4918, section 11.5 for 507. */
function refusal(failure: Failure): EndpointReply {
  const full = failure.code === 'storage-full' || failure.code === 'capture-paused';
  return {
    status: full ? 507 : 503,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Retry-After', '10'],
    ],
    body: new TextEncoder().encode(full ? 'the disk is full, try again later\n' : 'not stored, try again later\n'),
  };
}
