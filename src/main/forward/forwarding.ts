import { randomBytes } from 'node:crypto';
import type { AttemptDetail, AttemptOutcome, NewAttempt } from '../../core/attempt.ts';
import type { Endpoint, EndpointReply } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import { explain } from '../../core/failure-words.ts';
import { hasPassed, MAX_PASSED_BODY_BYTES, passedReply } from '../../core/forward/forwarded.ts';
import { MAX_QUEUED_PATH_CHARS, MAX_QUEUED_PER_TARGET, type QueuedDelivery } from '../../core/forward/queue.ts';
import { isRouted, targetsFor } from '../../core/forward/routing.ts';
import { retryDelayMs } from '../../core/forward/schedule.ts';
import { outcomeWords } from '../../core/forward/words.ts';
import { pathOfTarget } from '../../core/http/message.ts';
import type { ForwardSettings, ForwardTarget } from '../../core/reply/reply-settings.ts';
import type { Result } from '../../core/result.ts';
import { textReply } from '../capture/reply-writer.ts';
import type { Sender } from '../replay/sender.ts';
import { atOnce, type ChosenReply, type Forward, type Unanswered } from '../reply/chosen-reply.ts';
import { type QueueClock, systemClock } from './clock.ts';
import { type ForwardQueue, type ForwardQueueOptions, openForwardQueue } from './queue.ts';
import { createTargetSending, type TargetSending, type TargetSendingOptions } from './target-sending.ts';

/** Sends captures on to the targets of their endpoint, at their arrival or, where a target did not take one, later. */
export interface Forwarding {
  readonly forward: Forward;
  readonly queue: ForwardQueue;
  /**
   * Sends nothing new: what arrives from now on waits on disk. What is under way has a moment to end, and is cut off then.
   * Resolves when nothing is sent or stored any more.
   */
  close(): Promise<void>;
}

export interface ForwardingOptions
  extends Omit<ForwardQueueOptions, 'sending' | 'clock' | 'store'>,
    Omit<TargetSendingOptions, 'via' | 'sender'> {
  readonly store: ForwardQueueOptions['store'] & KeepAttempt;
  readonly createSender: (maxReplyBytes: number) => Sender;
  /** The queue has no room for a target, or a delivery could not be stored; senders were told to come again. */
  readonly onRefused: (failure: Failure) => void;
  readonly clock?: QueueClock;
}

interface KeepAttempt {
  addAttempt(attempt: NewAttempt): Promise<Result<AttemptDetail, Failure>>;
}

/** A handler that answers in its usual time is not cut off by a stop. Less than the listener gives its connections. */
const CLOSING_MS = 2000;
/** Sendings and storings under way beside what senders wait for. Each holds a socket and its request. */
const MAX_BESIDE = 200;

export async function openForwarding(options: ForwardingOptions): Promise<Forwarding> {
  const { store, clock = systemClock } = options;
  // Of this run alone: what was forwarded by another one did not come from here.
  const via = `hookproof-${randomBytes(8).toString('hex')}`;
  const sender = options.createSender(MAX_PASSED_BODY_BYTES);
  const sending: TargetSending = createTargetSending({ ...options, sender, via });
  const queue = await openForwardQueue({ ...options, sending, clock });
  const underWay = new Set<Promise<unknown>>();
  let isClosing = false;

  function track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }

  /** Not on the sender's way to its reply. */
  function keepLater(attempt: NewAttempt): void {
    const keeping = store.addAttempt(attempt).then((stored) => {
      if (stored.ok) options.kept(stored.value);
      else options.onStorageFailure(stored.failure);
    });
    void track(keeping.catch(options.onBug));
  }

  function rowOf({ captureId, arrival }: Unanswered, endpoint: Endpoint, { id }: ForwardTarget): QueuedDelivery {
    const now = clock.now();
    return {
      captureId,
      targetId: id,
      endpointId: endpoint.id,
      method: arrival.method,
      path: pathOfTarget(arrival.target).slice(0, MAX_QUEUED_PATH_CHARS),
      queuedAt: now,
      state: 'waiting',
      tries: 0,
      refusals: 0,
      nextAt: now,
      last: null,
      mayBeTwice: false,
    };
  }

  /** null: it waits on disk. Otherwise the sender has to come again. */
  async function enqueue(rows: readonly QueuedDelivery[], attempt: NewAttempt | null): Promise<ChosenReply | null> {
    if (rows.length === 0) return null;
    const stored = await store.changeQueue({ put: rows, remove: [], attempt });
    if (!stored.ok) {
      options.onRefused(stored.failure);
      return refused(stored.failure);
    }
    if (stored.value.attempt !== null) options.kept(stored.value.attempt);
    // Only a history of next to no captures deletes one while it is forwarded.
    const [gone] = stored.value.gone;
    if (gone !== undefined) return refused({ code: 'not-found', what: 'capture' });
    for (const row of rows) queue.lane(row).add([row]);
    return null;
  }

  function laneOf(endpoint: Endpoint, target: ForwardTarget) {
    return queue.lane({ endpointId: endpoint.id, targetId: target.id });
  }

  async function forward(request: Unanswered, endpoint: Endpoint): Promise<ChosenReply> {
    const settings = endpoint.replying.forward;
    if (settings === null) throw new Error('the endpoint does not forward');
    if (hasPassed(request.arrival.headers, via)) return looped;
    const { targets } = settings;
    const eventType = isRouted(targets) ? (await request.judgement()).eventType : null;
    const [first, ...others] = targetsFor(targets, eventType);
    if (first === undefined) return untaken(endpoint, targets, eventType);
    return settings.queue
      ? forwardOrQueue({ request, endpoint, settings, first, others })
      : forwardOnce({ request, endpoint, settings, first, others });
  }

  interface Forwarded {
    readonly request: Unanswered;
    readonly endpoint: Endpoint;
    readonly settings: ForwardSettings;
    readonly first: ForwardTarget;
    readonly others: readonly ForwardTarget[];
  }

  async function forwardOrQueue({ request, endpoint, settings, first, others }: Forwarded): Promise<ChosenReply> {
    const lane = laneOf(endpoint, first);
    const full = [first, ...others].find((target) => laneOf(endpoint, target).size >= MAX_QUEUED_PER_TARGET);
    if (full !== undefined) {
      const failure = { code: 'queue-full', url: shownUrl(full.url), limit: MAX_QUEUED_PER_TARGET } as const;
      options.onRefused(failure);
      return refused(failure);
    }
    const isBehind = lane.isBusy || isClosing;
    // On disk before the sender hears anything: the others get it also when this process ends in the middle.
    const waiting = isBehind ? [first, ...others] : others;
    const unstored = await enqueue(
      waiting.map((target) => rowOf(request, endpoint, target)),
      null,
    );
    if (unstored !== null) return unstored;
    if (isBehind) {
      const before = lane.deliveries.findIndex(({ captureId }) => captureId === request.captureId);
      lane.noteArrival();
      return fallback(settings, `queued for ${shownUrl(first.url)}${before > 0 ? `, ${before} before it` : ''}`);
    }
    const sent = await send(request, first, settings);
    const row = rowOf(request, endpoint, first);
    if (!sent.ok) {
      const last = { kind: 'failed', failure: sent.failure } as const;
      const stopped: QueuedDelivery = { ...row, state: 'stopped', nextAt: null, last };
      return (await enqueue([stopped], null)) ?? fallback(settings, notSent(first, sent.failure));
    }
    const attempt = sent.value;
    const { outcome, timings } = attempt;
    if (isFinal(outcome) && !(settings.queueServerErrors && outcome.status >= 500)) return pass(first, attempt);
    const later: QueuedDelivery = {
      ...row,
      tries: 1,
      refusals: outcome.kind === 'replied' ? 1 : 0,
      nextAt: isClosing ? row.nextAt : clock.now() + retryDelayMs(1),
      last: outcome,
      mayBeTwice: outcome.kind === 'failed' && timings.connectedMs !== null,
    };
    const words = `queued for ${shownUrl(first.url)}: ${outcomeWords(outcome)}`;
    return (await enqueue([later], attempt)) ?? fallback(settings, words);
  }

  async function forwardOnce({ request, settings, first, others }: Forwarded): Promise<ChosenReply> {
    for (const target of others) {
      const work = send(request, target, settings).then((sent) => {
        if (sent.ok) keepLater(sent.value);
        else options.onRefused(sent.failure);
      });
      const ended = track(work.catch(options.onBug));
      // A flood towards a target that stands still is the sender's to wait for.
      if (underWay.size > MAX_BESIDE) await ended;
    }
    const sent = await send(request, first, settings);
    if (!sent.ok) return fallback(settings, notSent(first, sent.failure));
    const attempt = sent.value;
    if (isFinal(attempt.outcome)) return pass(first, attempt);
    keepLater(attempt);
    return fallback(settings, `not forwarded: ${outcomeWords(attempt.outcome)}`);
  }

  function send({ captureId, arrival }: Unanswered, target: ForwardTarget, { timeoutMs }: ForwardSettings) {
    const delivery = { captureId, targetId: target.id, mayBeTwice: false };
    return track(sending.send(delivery, arrival, { url: target.url, timeoutMs }));
  }

  function pass(target: ForwardTarget, attempt: NewAttempt): ChosenReply {
    keepLater(attempt);
    const { reply, replyBody, durationMs } = attempt;
    if (reply === null) throw new Error('a target that replied has a reply');
    const cut = reply.truncated ? ', cut at 8 MiB' : '';
    return forwarded(
      passedReply({ ...reply, body: replyBody }),
      `forwarded to ${shownUrl(target.url)} (${reply.status} in ${Math.round(durationMs)} ms${cut})`,
    );
  }

  return {
    forward,
    queue,
    async close() {
      isClosing = true;
      const tooLate = setTimeout(sending.close, CLOSING_MS);
      await queue.close();
      while (underWay.size > 0) await Promise.all(underWay);
      clearTimeout(tooLate);
      sending.close();
    },
  };
}

/** A 101, which nobody asked for, is no answer: its sender would wait for another protocol (RFC 9110, section 15.2.2). */
function isFinal(outcome: AttemptOutcome): outcome is Extract<AttemptOutcome, { kind: 'replied' }> {
  return outcome.kind === 'replied' && outcome.status >= 200;
}

function forwarded(reply: EndpointReply, label: string): ChosenReply {
  return { reply, source: 'forward', label, behaviour: atOnce };
}

function fallback(settings: ForwardSettings, label: string): ChosenReply {
  return forwarded(settings.fallback, label);
}

function notSent(target: ForwardTarget, failure: Failure): string {
  return `not sent to ${shownUrl(target.url)}: ${explain(failure).title}`;
}

/** RFC 5842, section 7.2. */
const looped = forwarded(
  textReply(508, 'This request was forwarded by this Hookproof before.'),
  'a loop: it was forwarded from here and came back',
);

function untaken(endpoint: Endpoint, targets: readonly ForwardTarget[], eventType: string | null): ChosenReply {
  const what = eventType === null ? 'a request without an event type' : `“${eventType.slice(0, 100)}”`;
  const why = targets.length === 0 ? 'there is no target' : `no target takes ${what}`;
  return { reply: endpoint.reply, source: 'default', label: `not forwarded: ${why}`, behaviour: atOnce };
}

/** Nothing of it waits, so its sender must not take it for delivered. RFC 4918, section 11.5 for 507. */
function refused(failure: Failure): ChosenReply {
  const status = failure.code === 'storage-full' ? 507 : 503;
  const reply = textReply(status, 'Not forwarded and not queued, try again later.', [['Retry-After', '10']]);
  return forwarded(reply, `not queued: ${explain(failure).title}`);
}

/** Without the query, which may hold a token. */
function shownUrl(url: string): string {
  return url.replace(/\?.*$/s, '');
}
