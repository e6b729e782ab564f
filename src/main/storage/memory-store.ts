import { randomUUID } from 'node:crypto';
import type { AttemptDetail, AttemptSummary, NewAttempt } from '../../core/attempt.ts';
import {
  type CaptureDetail,
  type CaptureId,
  type CaptureReply,
  type CaptureSummary,
  MAX_DELIVERY_ATTEMPT,
} from '../../core/capture.ts';
import type { BytesSlice } from '../../core/contract.ts';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint, newCatchAll } from '../../core/endpoint.ts';
import type { CaptureFilter } from '../../core/filter/filter.ts';
import { matchesFilter } from '../../core/filter/match.ts';
import type { QueuedDelivery, QueueKey } from '../../core/forward/queue.ts';
import { ok } from '../../core/result.ts';
import { newRow, rowOf, sha256Hex, sliceBounds } from './capture-row.ts';
import { deliveryKeyOf, sameDelivery } from './delivery-key.ts';
import type { CaptureUpdate, SecretRow, Store } from './store.ts';

interface Held {
  detail: CaptureDetail;
  readonly raw: Uint8Array;
  readonly body: Uint8Array;
  replyBody: Uint8Array;
  /** Token of the clear that hid it. */
  hidden: string | null;
}

interface HeldAttempt {
  readonly attempt: NewAttempt;
  readonly detail: AttemptDetail;
}

const DAY_MS = 86_400_000;
/** Of what is hidden for good and stays only because it waits in the queue. */
const NO_TOKEN = '';

/** A store for hosts that keep nothing and for tests. It lasts as long as the process; otherwise it is a store like any. */
export function createMemoryStore(options: { readonly clock?: () => number } = {}): Store {
  const captures = new Map<CaptureId, Held>();
  const attempts = new Map<number, HeldAttempt>();
  const catchAll = newCatchAll((options.clock ?? Date.now)());
  const endpoints = new Map<string, Endpoint>([[catchAll.id, catchAll]]);
  const secrets = new Map<string, SecretRow>();
  const values = new Map<string, string>();
  const queue = new Map<string, QueuedDelivery>();
  let lastId = 0;
  let lastAttemptId = 0;

  const visible = (): Held[] => [...captures.values()].filter((held) => held.hidden === null);
  const matching = (filter: CaptureFilter): Held[] => visible().filter((held) => matchesHeld(filter, held));
  const visibleOne = (id: CaptureId): Held | null => {
    const held = captures.get(id);
    return held === undefined || held.hidden !== null ? null : held;
  };
  const isQueued = ({ detail }: Held): boolean => [...queue.values()].some(({ captureId }) => captureId === detail.id);
  const endpointOf = (id: string): string => (endpoints.has(id) ? id : CATCH_ALL_ENDPOINT_ID);

  function applied({ detail }: Held, update: CaptureUpdate): CaptureDetail {
    const { endpointId, eventType, deliveryId, verdicts, reply, replyLabel } = update;
    return {
      ...detail,
      ...(endpointId === undefined ? {} : { endpointId: endpointOf(endpointId) }),
      ...(eventType === undefined ? {} : { eventType }),
      ...(deliveryId === undefined ? {} : { deliveryId }),
      ...(verdicts === undefined ? {} : { verdicts }),
      ...(replyLabel === undefined ? {} : { replyLabel }),
      ...(reply === undefined ? {} : { reply: reply.reply, replyStatus: reply.reply.status, replyMs: reply.replyMs }),
    };
  }

  /** As `delivery-attempts.ts` does. Gives the captures after it in the delivery it left or joined. */
  function renumber(before: CaptureDetail, held: Held): readonly Held[] {
    const [from, to] = [deliveryKeyOf(before), deliveryKeyOf(held.detail)];
    const old = before.deliveryAttempt;
    if (sameDelivery(from, to) && (old !== null || to === null)) return [];
    const { id } = before;
    const changed: Held[] = [];
    const count = (key: typeof to, first: number, by: number): void => {
      for (const other of captures.values()) {
        const { deliveryAttempt: attempt } = other.detail;
        const isLater = other.detail.id > id && sameDelivery(deliveryKeyOf(other.detail), key);
        if (!isLater || attempt === null || attempt < first || attempt >= MAX_DELIVERY_ATTEMPT) continue;
        other.detail = { ...other.detail, deliveryAttempt: attempt + by };
        changed.push(other);
      }
    };
    if (from !== null && old !== null) count(from, old + 1, -1);
    let attempt: number | null = null;
    if (to !== null) {
      const earlier = [...captures.values()].filter(
        ({ detail }) => detail.id < id && sameDelivery(deliveryKeyOf(detail), to),
      );
      const last = earlier.reduce((most, { detail }) => Math.max(most, detail.deliveryAttempt ?? 0), 0);
      attempt = Math.min(MAX_DELIVERY_ATTEMPT, last + 1);
      count(to, attempt, 1);
    }
    held.detail = { ...held.detail, deliveryAttempt: attempt };
    return changed;
  }

  return {
    async append(capture) {
      const raw = new Uint8Array(capture.raw);
      const body = new Uint8Array(capture.body);
      const { peer, headers, trailers, declaredBodyBytes, timings } = capture;
      lastId += 1;
      const row = newRow(capture, {
        id: lastId,
        endpointId: endpointOf(capture.endpointId),
        bodySha256: sha256Hex(body),
      });
      const reply: CaptureReply | null = null;
      const more = {
        peer,
        headers,
        trailers,
        declaredBodyBytes,
        timings,
        rawSha256: sha256Hex(raw),
        rawIntact: true,
        reply,
      };
      captures.set(row.id, { detail: { ...row, ...more }, raw, body, replyBody: new Uint8Array(0), hidden: null });
      return ok(row);
    },
    async update(updates) {
      const changed = new Map<CaptureId, CaptureSummary>();
      for (const update of updates) {
        const held = captures.get(update.id);
        if (held === undefined) continue;
        const before = held.detail;
        held.detail = applied(held, update);
        const counted = renumber(before, held);
        if (update.reply !== undefined) held.replyBody = new Uint8Array(update.reply.body);
        for (const one of [...counted, held]) if (one.hidden === null) changed.set(one.detail.id, rowOf(one.detail));
      }
      return ok([...changed.values()]);
    },

    async list({ filter, after = 0, before, limit }) {
      const older = matching(filter).filter(({ detail: { id } }) => id > after && (before === null || id < before));
      const page = older.reverse().slice(0, limit);
      return {
        rows: page.map(({ detail }) => rowOf(detail)),
        more: older.length > page.length,
        total: visible().length,
      };
    },
    async detail(id) {
      const held = visibleOne(id);
      return held === null ? null : checked(held);
    },
    async bytes(id, part, offset, maxBytes) {
      const held = visibleOne(id);
      if (held === null) return null;
      const whole = { body: held.body, raw: held.raw, reply: held.replyBody }[part];
      return sliceOf(whole, offset, maxBytes);
    },
    async request(id) {
      const held = visibleOne(id);
      return held === null ? null : { detail: checked(held), body: held.body.slice() };
    },
    async ids(filter, after, limit) {
      const newer = matching(filter).filter(({ detail }) => after === null || detail.id > after);
      return newer.slice(0, limit).map(({ detail }) => detail.id);
    },

    async unjudged(after, limit) {
      const newer = visible().filter(({ detail }) => detail.verdicts.length === 0 && detail.id > (after ?? 0));
      return newer.slice(0, limit).map(({ detail }) => detail.id);
    },

    async clear(filter) {
      const token = randomUUID();
      const cleared = matching(filter);
      for (const [id, held] of captures) {
        if (held.hidden === null) continue;
        if (isQueued(held)) held.hidden = NO_TOKEN;
        else captures.delete(id);
      }
      for (const held of cleared) held.hidden = token;
      return ok({ token, count: cleared.length });
    },
    async restore(token) {
      const hidden = [...captures.values()].filter((held) => held.hidden === token);
      for (const held of hidden) held.hidden = null;
      return ok({ count: hidden.length });
    },
    async prune(bounds, now) {
      const removed: CaptureId[] = [];
      const cutoff = bounds.maxAgeDays === 0 ? Number.NEGATIVE_INFINITY : now - bounds.maxAgeDays * DAY_MS;
      const drop = (held: Held): void => {
        captures.delete(held.detail.id);
        if (held.hidden === null) removed.push(held.detail.id);
      };
      for (const held of [...captures.values()]) if (held.detail.receivedAt < cutoff && !isQueued(held)) drop(held);
      for (const [id, { detail }] of attempts) if (detail.at < cutoff) attempts.delete(id);
      const tooMany = (count: number): boolean => bounds.maxCount !== 0 && count > bounds.maxCount;
      const tooLarge = (): boolean => bounds.maxBytes !== 0 && totalBytes() > bounds.maxBytes;
      const oldest = (): Held | undefined => {
        const all = [...captures.values()].filter((held) => !isQueued(held));
        return all.find((held) => held.hidden !== null) ?? all[0];
      };
      for (let next = oldest(); next !== undefined && tooMany(captures.size); next = oldest()) drop(next);
      for (const id of [...attempts.keys()]) if (tooMany(attempts.size)) attempts.delete(id);
      while (tooLarge()) {
        const next = oldest();
        const [attempt] = attempts.values();
        const attemptFirst =
          attempt !== undefined &&
          (next === undefined || (next.hidden === null && attempt.detail.at < next.detail.receivedAt));
        if (attemptFirst) attempts.delete(attempt.detail.id);
        else if (next !== undefined) drop(next);
        else break;
      }
      return ok({ removed });
    },

    async addAttempt(attempt) {
      return ok(keepAttempt(attempt));
    },
    async attempts(captureId, limit) {
      const rows = [...attempts.values()].map(({ detail }) => attemptRow(detail)).reverse();
      const of = rows.filter(({ origin }) => 'captureId' in origin && origin.captureId === captureId);
      return (captureId === null ? rows : of).slice(0, limit);
    },
    async attempt(id) {
      return attempts.get(id)?.detail ?? null;
    },
    async attemptBytes(id, part, offset, maxBytes) {
      const held = attempts.get(id);
      if (held === undefined) return null;
      return sliceOf(part === 'request' ? held.attempt.requestBody : held.attempt.replyBody, offset, maxBytes);
    },
    async attemptDraft(id) {
      return attempts.get(id)?.attempt.draft ?? null;
    },

    async changeQueue({ put, remove, attempt }) {
      for (const key of remove) queue.delete(queueKey(key));
      const gone = put.filter(({ captureId }) => !captures.has(captureId));
      for (const one of put) if (!gone.includes(one)) queue.set(queueKey(one), one);
      const kept = attempt === null ? null : keepAttempt(attempt);
      return ok({ attempt: kept, gone: gone.map(({ captureId, targetId }) => ({ captureId, targetId })) });
    },
    async queued() {
      return [...queue.values()].sort(
        (a, b) => a.captureId - b.captureId || Number(a.targetId > b.targetId) - Number(a.targetId < b.targetId),
      );
    },
    async queuedRequest(id) {
      const held = captures.get(id);
      return held === undefined || !isQueued(held) ? null : { detail: checked(held), body: held.body.slice() };
    },

    async endpoints() {
      return [...endpoints.values()];
    },
    async putEndpoint(endpoint) {
      endpoints.set(endpoint.id, endpoint);
      return ok();
    },
    async deleteEndpoint(id) {
      if (id === CATCH_ALL_ENDPOINT_ID) throw new Error('the catch-all endpoint cannot be deleted');
      endpoints.delete(id);
      for (const held of captures.values()) {
        if (held.detail.endpointId !== id) continue;
        // Judged again there, they are numbered again among what is there.
        held.detail = { ...held.detail, endpointId: CATCH_ALL_ENDPOINT_ID, deliveryAttempt: null };
      }
      for (const secret of [...secrets.values()]) if (secret.endpointId === id) secrets.delete(secret.id);
      return ok();
    },

    async secrets() {
      return [...secrets.values()];
    },
    async putSecret(secret) {
      if (!endpoints.has(secret.endpointId)) throw new Error('a secret belongs to an endpoint that exists');
      secrets.set(secret.id, { ...secret, sealed: new Uint8Array(secret.sealed) });
      return ok();
    },
    async deleteSecret(id) {
      secrets.delete(id);
      return ok();
    },

    async value(name) {
      return values.get(name) ?? null;
    },
    async putValue(name, value) {
      values.set(name, value);
      return ok();
    },
    async close() {
      // Everything is done as soon as it is called, and there is nothing to let go of.
    },
  };

  function keepAttempt(attempt: NewAttempt): AttemptDetail {
    lastAttemptId += 1;
    const { requestBody, replyBody, draft, ...rest } = attempt;
    const detail: AttemptDetail = { ...rest, id: lastAttemptId };
    const bodies = { requestBody: new Uint8Array(requestBody), replyBody: new Uint8Array(replyBody) };
    const copy = { ...attempt, ...bodies, draft: { ...draft, body: new Uint8Array(draft.body) } };
    attempts.set(detail.id, { attempt: copy, detail });
    return detail;
  }

  function totalBytes(): number {
    let bytes = 0;
    for (const held of captures.values()) bytes += held.raw.length + held.replyBody.length;
    for (const { attempt } of attempts.values()) bytes += attempt.requestBody.length + attempt.replyBody.length;
    return bytes;
  }
}

function checked({ detail, raw, body }: Held): CaptureDetail {
  return { ...detail, rawIntact: sha256Hex(raw) === detail.rawSha256 && sha256Hex(body) === detail.bodySha256 };
}

function matchesHeld(filter: CaptureFilter, { detail, raw, body }: Held): boolean {
  const bytes = detail.kind === 'malformed' ? raw : body;
  return matchesFilter(filter, detail, () => ({ headers: detail.headers, trailers: detail.trailers, bytes }));
}

function queueKey({ captureId, targetId }: QueueKey): string {
  return `${captureId} ${targetId}`;
}

function attemptRow(detail: AttemptDetail): AttemptSummary {
  const { timings, request, reply, ...row } = detail;
  return row;
}

function sliceOf(whole: Uint8Array, offset: number, maxBytes: number): BytesSlice {
  const { start, end } = sliceBounds(whole.length, offset, maxBytes);
  return { bytes: whole.slice(start, end), offset: start, totalBytes: whole.length };
}
