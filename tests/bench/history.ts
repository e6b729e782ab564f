import { createHash } from 'node:crypto';
import { concatBytes, latin1Bytes, utf8Bytes } from '../../src/core/bytes.ts';
import type { NewCapture } from '../../src/core/capture.ts';
import { newCatchAll } from '../../src/core/endpoint.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';
import type { Verdict } from '../../src/core/signature/verdict.ts';
import { captureWrites } from '../../src/main/storage/sqlite/capture-writes.ts';
import { createCounters } from '../../src/main/storage/sqlite/counters.ts';
import { appendInput, updateInput } from '../../src/main/storage/sqlite/crossing.ts';
import { openFile } from '../../src/main/storage/sqlite/opening.ts';
import { registerWrites } from '../../src/main/storage/sqlite/registers.ts';
import type { CaptureUpdate } from '../../src/main/storage/store.ts';

/** A text of exactly one capture of a history, half-way into it. */
export const RARE_TEXT = 'evt_rare7Qx4';
/** Occurs in about every fourth capture. */
export const COMMON_TEXT = 'invoice.paid';
/** Occurs in none. */
export const ABSENT_TEXT = 'absent-from-all';
/** Occurs in none, though nearly every capture holds all of its words: nothing but reading them all tells. */
export const SCATTERED_TEXT = 'please confirm please confirm please confirm';

const ROWS_A_COMMIT = 2000;

/**
 * Writes a history of `rows` captures as a year of webhooks leaves it: JSON bodies of about 1 KiB, one in a hundred of 16 KiB
 * and one in ten thousand of 1 MiB, signed, judged and named, for three endpoints. The same captures for the same `rows`.
 */
export async function writeHistory(file: string, rows: number): Promise<void> {
  const opened = await openFile(file, START_MS, null);
  if (!opened.ok) throw new Error(`no history was written: ${JSON.stringify(opened.failure)}`);
  const { db } = opened.value;
  // Nobody acknowledges these.
  db.exec('PRAGMA synchronous=OFF; PRAGMA cache_size=-262144');
  for (const id of ENDPOINTS.slice(1)) registerWrites(db).putEndpoint({ ...newCatchAll(START_MS), id, path: `/${id}` });
  const counters = createCounters(db);
  const { append, update } = captureWrites(db, counters);
  const random = randomFrom(20_261_121);
  for (let at = 0; at < rows; ) {
    db.exec('BEGIN IMMEDIATE');
    for (const end = Math.min(rows, at + ROWS_A_COMMIT); at < end; at++) {
      const { capture, judged } = drawn(at, at === Math.floor(rows / 2), random);
      const appended = appendInput(capture);
      const { id } = append(appended.input, appended.bytes);
      const updated = updateInput([{ id, ...judged }]);
      update(updated.input, updated.bytes);
    }
    counters.write();
    db.exec('COMMIT');
  }
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

const START_MS = 1_750_000_000_000;
const ENDPOINTS = ['catch-all', 'billing', 'orders'] as const;
const PROVIDERS = [
  { scheme: 'stripe', header: 'Stripe-Signature', agent: 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' },
  { scheme: 'github', header: 'X-Hub-Signature-256', agent: 'GitHub-Hookshot/8f1d2c9' },
  { scheme: 'shopify', header: 'X-Shopify-Hmac-Sha256', agent: 'Shopify-Captain-Hook' },
  { scheme: 'standard-webhooks', header: 'webhook-signature', agent: 'Svix-Webhooks/1.24.0' },
] as const;
const EVENTS = [
  'invoice.paid',
  'invoice.payment_failed',
  'customer.created',
  'customer.updated',
  'customer.subscription.deleted',
  'push',
  'pull_request',
  'orders/create',
  'orders/updated',
  'message.sent',
] as const;
const NAMES = ['Ada', 'Grace', 'Linus', 'Zoë', 'José', 'Mei', 'Fatima', 'Olu', 'Ingrid', 'Ravi'] as const;
// biome-ignore format: a list of words
const WORDS = [
  'payment', 'received', 'thank', 'order', 'shipped', 'review', 'merge', 'branch', 'ticket', 'amount',
  'please', 'confirm', 'address', 'delivery', 'subscription', 'renewed', 'monthly', 'plan', 'team', 'seat',
] as const;

type Random = () => number;

/** mulberry32: 32 bits of state, the same on every machine. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function token(random: Random, length: number): string {
  let text = '';
  for (let at = 0; at < length; at++) text += ALPHABET[Math.floor(random() * ALPHABET.length)];
  return text;
}

function pick<T>(random: Random, all: readonly T[]): T {
  // `random` is below 1.
  return all[Math.floor(random() * all.length)] as T;
}

function drawn(
  at: number,
  isRare: boolean,
  random: Random,
): { capture: NewCapture; judged: Omit<CaptureUpdate, 'id'> } {
  const provider = pick(random, PROVIDERS);
  const event = random() < 0.15 ? COMMON_TEXT : pick(random, EVENTS);
  const endpointId = pick(random, ENDPOINTS);
  const deliveryId = isRare ? RARE_TEXT : `evt_${token(random, 24)}`;
  const receivedAt = START_MS + at * 31_000;
  const size = at % 10_000 === 5000 ? 1_048_576 : at % 100 === 50 ? 16_384 : 600 + Math.floor(random() * 900);
  const body = utf8Bytes(bodyText(random, { event, deliveryId, receivedAt, size }));
  const method = random() < 0.01 ? 'PUT' : 'POST';
  const target = `/${endpointId === 'catch-all' ? 'hooks' : endpointId}/${provider.scheme}?tenant=${Math.floor(random() * 500)}`;
  const signature = createHash('sha256')
    .update(body)
    .digest(provider.scheme === 'shopify' ? 'base64' : 'hex');
  const headers: HeaderList = [
    ['Host', 'hooks.example.com'],
    ['User-Agent', provider.agent],
    ['Accept', '*/*'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Content-Length', String(body.length)],
    ['X-Forwarded-For', `203.0.113.${Math.floor(random() * 256)}`],
    ['X-Forwarded-Proto', 'https'],
    ['X-Request-Id', token(random, 20)],
    [provider.header, signature],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = latin1Bytes(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`);
  const raw = concatBytes([head, body]);
  const status = random() < 0.9 ? 'verified' : random() < 0.5 ? 'failed' : 'unchecked';
  const reason = status === 'failed' ? 'signature-mismatch' : status === 'unchecked' ? 'no-secret' : null;
  const verdict: Verdict = { status, scheme: provider.scheme, reason, detail: null, secretId: null };
  const reply = { status: 200, headers: [], bodyBytes: 2, source: 'default' } as const;
  return {
    capture: {
      kind: 'request',
      endpointId,
      receivedAt,
      via: 'tunnel',
      peer: { address: '127.0.0.1', port: 50_000 },
      method,
      target,
      httpVersion: '1.1',
      headers,
      trailers: [],
      completeness: 'complete',
      declaredBodyBytes: body.length,
      malformed: null,
      timings: { headMs: 0.25, bodyMs: 0.5 },
      raw,
      body: raw.subarray(head.length),
    },
    judged: {
      verdicts: [verdict],
      eventType: event,
      deliveryId,
      reply: { reply, body: utf8Bytes('ok'), replyMs: 1.5 },
    },
  };
}

function bodyText(
  random: Random,
  of: { readonly event: string; readonly deliveryId: string; readonly receivedAt: number; readonly size: number },
): string {
  const facts = {
    id: of.deliveryId,
    object: 'event',
    api_version: '2026-08-27',
    created: Math.floor(of.receivedAt / 1000),
    type: of.event,
    livemode: random() < 0.5,
    data: {
      object: {
        id: `in_${token(random, 24)}`,
        customer: `cus_${token(random, 14)}`,
        customer_name: `${pick(random, NAMES)} ${pick(random, NAMES)}`,
        customer_email: `${pick(random, NAMES).toLowerCase()}${Math.floor(random() * 10_000)}@example.com`,
        amount_due: Math.floor(random() * 100_000),
        currency: pick(random, ['usd', 'eur', 'gbp']),
        hosted_url: `https://pay.example.com/i/${token(random, 40)}`,
        lines: [] as unknown[],
      },
    },
  };
  let room = of.size - JSON.stringify(facts).length;
  while (room > 0) {
    const line = {
      id: `il_${token(random, 24)}`,
      description: Array.from({ length: 8 }, () => pick(random, WORDS)).join(' '),
      quantity: Math.floor(random() * 9),
    };
    facts.data.object.lines.push(line);
    room -= JSON.stringify(line).length + 1;
  }
  return JSON.stringify(facts);
}
