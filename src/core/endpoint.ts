import { utf8Bytes } from './bytes.ts';
import type { HeaderList } from './http/headers.ts';
import { defaultReplySettings, type ReplySettings } from './reply/reply-settings.ts';

/** The endpoint that takes every path no other endpoint claims. It always exists and cannot be deleted. */
export const CATCH_ALL_ENDPOINT_ID = 'catch-all';

/** How an endpoint answers its senders. */
export interface EndpointReply {
  /** 200 to 599. */
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/** What an endpoint answers until the user says otherwise: any 2xx is success for every provider we know. */
export const defaultReply: EndpointReply = {
  status: 200,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body: utf8Bytes('ok\n'),
};

/** An inbox with a path, a way to answer and secrets. */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  /** Path prefix with a leading slash and no trailing one; `/` for the catch-all. Matches whole segments only. */
  readonly path: string;
  /** The scheme every capture is judged by; null: detected from each request. */
  readonly scheme: string | null;
  /**
   * The URL the provider is configured with, for schemes that sign it; null: the tunnel's public URL with the
   * capture's own target, else the local one.
   */
  readonly publicUrl: string | null;
  /** What is asked before `reply`. */
  readonly replying: ReplySettings;
  readonly reply: EndpointReply;
  readonly createdAt: number;
}

/** The catch-all as a new store has it. */
export function newCatchAll(createdAt: number): Endpoint {
  return {
    id: CATCH_ALL_ENDPOINT_ID,
    name: 'Catch-all',
    path: '/',
    scheme: null,
    publicUrl: null,
    replying: defaultReplySettings,
    reply: defaultReply,
    createdAt,
  };
}

/** The endpoint whose path is the longest prefix of `path` by whole segments; the catch-all where none is. */
export function endpointForPath(endpoints: readonly Endpoint[], path: string): string {
  let best: Endpoint | undefined;
  for (const endpoint of endpoints) {
    if (endpoint.id === CATCH_ALL_ENDPOINT_ID) continue;
    const claims = path === endpoint.path || path.startsWith(`${endpoint.path}/`);
    if (claims && (best === undefined || endpoint.path.length > best.path.length)) best = endpoint;
  }
  return best?.id ?? CATCH_ALL_ENDPOINT_ID;
}
