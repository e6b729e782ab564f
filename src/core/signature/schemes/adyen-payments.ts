import { utf8Bytes } from '../../bytes.ts';
import { retryPolicy } from '../delivery.ts';
import { recipeScheme } from '../recipe-scheme.ts';
import { jsonAt, requestParts, type SignedRequest } from '../request-parts.ts';
import type { Scheme } from '../scheme.ts';

const ITEM = 'notificationItems.0.NotificationRequestItem';
const SIGNATURE = 'additionalData.hmacSignature';

/** In the order in which they are signed. */
const SIGNED = [
  'pspReference',
  'originalReference',
  'merchantAccountCode',
  'merchantReference',
  'amount.value',
  'amount.currency',
  'eventCode',
  'success',
];

/** An item without them is signed with nothing in their place, as Adyen's own library does. */
const OPTIONAL: ReadonlySet<string> = new Set(['originalReference']);

const oneItem = recipeScheme({
  id: 'adyen-payments',
  name: 'Adyen (payments)',
  docs: 'https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures',
  secretHint: 'The HMAC key of 64 hex digits; it is decoded.',
  notes: [
    'Only eight fields are signed: reason, additionalData and all else can be changed.',
    'Fields are joined by “:” without escaping, so a colon in one can move text into the next.',
    'Of several items in one request each has to be signed; the first that is not decides.',
    'Basic authentication, where it is set up, has to be checked as well.',
  ],
  recipes: [
    {
      algorithm: 'hmac-sha256',
      signature: { in: 'json', names: [`${ITEM}.${SIGNATURE}`], encoding: 'base64' },
      signed: SIGNED.map((field) => `{${OPTIONAL.has(field) ? 'json?' : 'json'}:${ITEM}.${field}}`).join(':'),
      secret: { encoding: 'hex' },
    },
  ],
  detect: [[{ json: `${ITEM}.${SIGNATURE}` }], [{ json: ITEM }]],
  metadata: {
    eventType: [{ json: `${ITEM}.eventCode` }],
    deliveryId: [{ json: `${ITEM}.pspReference` }],
    apartBy: [{ json: `${ITEM}.eventCode` }],
  },
  delivery: {
    success: ['2xx'],
    deadlineMs: null,
    source: 'memory',
    retry: retryPolicy({ withinSeconds: 604_800, source: 'memory' }),
  },
});

/** As data it would be a recipe for the first item alone. */
const { recipes: _recipes, wireFormat: _wireFormat, ...described } = oneItem;

/** The recipe reads one item; a forged second one beside a real first must not pass with it. */
export const adyenPayments: Scheme = {
  ...described,
  mechanism: {
    ...oneItem.mechanism,
    judge(request, secrets, nowMs, crypto, sink) {
      const judge = (item: SignedRequest) => oneItem.mechanism.judge(item, secrets, nowMs, crypto, sink);
      const items = itemsOf(request);
      const outcome = judge(items.length < 2 ? request : withOnly(items[0], request));
      // One at a time: a sender can put hundreds of thousands of items into a body, and the first wrong one is the last read.
      for (let index = 1; outcome.status === 'verified' && index < items.length; index++) {
        const next = judge(withOnly(items[index], request));
        if (next.status !== 'verified') return next;
      }
      return outcome;
    },
  },
};

function itemsOf(request: SignedRequest): readonly unknown[] {
  const items = requestParts(request).jsonAt('notificationItems');
  return Array.isArray(items) ? items : [];
}

/** With only what is read of that item: the rest may nest deeper than it can be serialised. */
function withOnly(item: unknown, request: SignedRequest): SignedRequest {
  const valueAt = (path: string) => {
    const value = jsonAt(item, `NotificationRequestItem.${path}`);
    return typeof value === 'object' && value !== null ? undefined : value;
  };
  const fields = Object.fromEntries(SIGNED.map((path) => [path, valueAt(path)]));
  const { 'amount.value': value, 'amount.currency': currency, ...flat } = fields;
  const additionalData = { hmacSignature: valueAt(SIGNATURE) };
  const only = { ...flat, amount: { value, currency }, additionalData };
  const body = { notificationItems: [{ NotificationRequestItem: only }] };
  return { ...request, body: utf8Bytes(JSON.stringify(body)) };
}
