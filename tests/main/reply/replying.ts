import { once } from 'node:events';
import { request } from 'node:http';
import { latin1Text } from '../../../src/core/bytes.ts';
import type { CaptureDetail } from '../../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { flattenHeaders, type HeaderList, pairHeaders } from '../../../src/core/http/headers.ts';
import {
  anyRequest,
  defaultReplySettings,
  type ReplyRule,
  type ReplySettings,
} from '../../../src/core/reply/reply-settings.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { captureUrl, nextEvent, unwrap } from '../../support/engine.ts';

export interface WireReply {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
  readonly text: string;
}

export interface WireRequest {
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly body?: Uint8Array | string;
}

/** One request over a connection of its own, by a client that is not ours. Rejects when the connection ends without a reply. */
export async function exchange(
  url: string,
  { method = 'POST', headers = [], body = '' }: WireRequest = {},
): Promise<WireReply> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const length: HeaderList = bytes.length === 0 ? [] : [['Content-Length', String(bytes.length)]];
  const asked = request(url, {
    method,
    headers: flattenHeaders([['Host', 'hooks.test'], ...headers, ...length]),
    agent: false,
  });
  asked.end(bytes);
  const [reply] = await once(asked, 'response');
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply) chunks.push(chunk);
  const got = Buffer.concat(chunks);
  return { status: reply.statusCode, headers: pairHeaders(reply.rawHeaders), body: got, text: latin1Text(got) };
}

/** Sends and waits until the capture is judged; `reply` is what came back. */
export async function deliver(
  engine: Engine,
  path: string,
  sent: WireRequest = {},
): Promise<{ reply: WireReply; capture: CaptureDetail }> {
  const newest = await newestId(engine);
  const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
    rows.some((row) => row.id > newest && row.verdicts.length > 0 && row.replyStatus !== null),
  );
  const reply = await exchange(`${await captureUrl(engine)}${path}`, sent);
  const id = (await judged).rows.find((row) => row.id > newest)?.id ?? 0;
  return { reply, capture: unwrap(await engine.handlers['captures.get']({ id })) };
}

export async function newestId(engine: Engine): Promise<number> {
  const page = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 1 });
  return page.rows[0]?.id ?? 0;
}

/** Of the catch-all. */
export async function setReplying(engine: Engine, change: Partial<ReplySettings>): Promise<void> {
  const replying = { ...defaultReplySettings, ...change };
  unwrap(await engine.handlers['endpoints.update']({ id: CATCH_ALL_ENDPOINT_ID, replying }));
}

export async function addSecret(engine: Engine, scheme: string, value: string): Promise<void> {
  unwrap(await engine.handlers['secrets.add']({ endpointId: CATCH_ALL_ENDPOINT_ID, label: scheme, scheme, value }));
}

type ReplyAction = Extract<ReplyRule['action'], { readonly kind: 'reply' }>;

export function replyAction(more: Partial<ReplyAction> = {}): ReplyAction {
  return { kind: 'reply', status: 200, headers: [], body: '', delayMs: 0, bytesPerSecond: null, ...more };
}

export function rule(id: string, when: Partial<ReplyRule['when']>, action: ReplyRule['action']): ReplyRule {
  return { id, name: `rule ${id}`, isOn: true, when: { ...anyRequest, ...when }, action };
}
