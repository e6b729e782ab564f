import type { AuditExpectations, CheckId } from '../../../src/core/audit/audit.ts';
import { type Handler, type HandlerReply, type HandlerRequest, hmac, same } from '../handler.ts';

/** A handler with one thing wrong, and the checks that have to find it: these and no others. */
export interface Fault {
  readonly name: string;
  readonly scheme: string;
  readonly secret: string;
  readonly finds: readonly CheckId[];
  readonly expectations?: Partial<AuditExpectations>;
  /** A handler for one audit: what it remembers begins empty. */
  start(): Handler;
}

export const SECRET = 'a-secret-of-the-handler-4242';

type Reply = HandlerReply | number | null | Promise<HandlerReply | number | null>;

/** A handler that refuses what `verifies` does not hold for, and then does `then`. */
export function verifying(
  verifies: (request: HandlerRequest) => boolean,
  then: (request: HandlerRequest) => Reply = () => 200,
): Handler {
  return (request) => (verifies(request) ? then(request) : { status: 401, body: 'invalid signature' });
}

/** Of the four senders, as it should be done. */
export const right = {
  github: ({ headers, body }: HandlerRequest) =>
    same(headers['x-hub-signature-256'] ?? '', `sha256=${hmac(SECRET, body)}`),
  vorsto: ({ headers, body }: HandlerRequest) => same(headers['x-signature'] ?? '', hmac(SECRET, body)),
  agent: ({ headers, body }: HandlerRequest) => same(headers['x-webhook-signature'] ?? '', hmac(SECRET, body)),
  rookone: ({ headers, body }: HandlerRequest) =>
    isFresh(headers['x-eigentic-timestamp']) &&
    same(headers['x-eigentic-signature'] ?? '', `sha256=${hmac(SECRET, body)}`),
  rex({ headers, body }: HandlerRequest) {
    const { t = '', v1 } = rexFields(headers['x-rex-signature'] ?? '');
    const expected = hmac(SECRET, Buffer.concat([Buffer.from(`${t}.`), body]));
    return isFresh(t) && v1.some((one) => same(one, expected));
  },
  slack({ headers, body }: HandlerRequest) {
    const t = headers['x-slack-request-timestamp'] ?? '';
    const expected = hmac(SECRET, Buffer.concat([Buffer.from(`v0:${t}:`), body]));
    return isFresh(t) && same(headers['x-slack-signature'] ?? '', `v0=${expected}`);
  },
};

export function isFresh(timestamp: string | undefined): boolean {
  if (timestamp === undefined || !/^\d{1,15}$/.test(timestamp)) return false;
  return Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;
}

export function rexFields(header: string): { readonly t: string | undefined; readonly v1: readonly string[] } {
  const pairs = header.split(',').map((part) => part.split('=', 2));
  const valuesOf = (name: string) =>
    pairs.flatMap(([key, value]) => (key === name && value !== undefined ? [value] : []));
  return { t: valuesOf('t')[0], v1: valuesOf('v1') };
}

export const github = { scheme: 'github', secret: SECRET } as const;
export const vorsto = { scheme: 'vorsto-x-signature', secret: SECRET } as const;
export const agent = { scheme: 'agent-x-webhook-signature', secret: SECRET } as const;
export const rookone = { scheme: 'rookone-eigentic', secret: SECRET } as const;
export const rex = { scheme: 'rex', secret: SECRET } as const;
export const slack = { scheme: 'slack', secret: SECRET } as const;
