import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** A request as a framework hands it on: names in lower case, repeated headers joined. */
export interface HandlerRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As they came, in pairs. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

export interface HandlerReply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** null: the connection is left open without an answer. */
export type Handler = (request: HandlerRequest) => HandlerReply | number | null | Promise<HandlerReply | number | null>;

export interface Served extends AsyncDisposable {
  readonly url: string;
}

/** A webhook handler behind a real server on a free port. A throw is a 500, as in frameworks. */
export async function serve(handler: Handler): Promise<Served> {
  const server = createServer(async (incoming, response) => {
    const request = await requestOf(incoming);
    let reply: HandlerReply | number | null;
    try {
      reply = await handler(request);
    } catch {
      reply = { status: 500, body: 'Internal Server Error' };
    }
    if (reply === null) return;
    const { status, body = 'ok', headers = {} } = typeof reply === 'number' ? { status: reply } : reply;
    response.writeHead(status, headers).end(incoming.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function requestOf(incoming: IncomingMessage): Promise<HandlerRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = '', url = '', headers, rawHeaders } = incoming;
  return {
    method,
    target: url,
    url: `http://${headers.host}${url}`,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')])),
    rawHeaders: Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
      rawHeaders[index * 2] ?? '',
      rawHeaders[index * 2 + 1] ?? '',
    ]),
    body: Buffer.concat(chunks),
  };
}

export function hmac(secret: string, content: string | Buffer, hash = 'sha256'): string {
  return createHmac(hash, secret).update(content).digest('hex');
}

/** As it should be compared. */
export function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
