import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { firstHeader, type HeaderList, pairHeaders } from '../../src/core/http/headers.ts';

export interface ReceivedRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
  header(name: string): string | undefined;
}

export interface Target {
  /** `http://127.0.0.1:PORT/hook` */
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** A handler under development: a real server on a free port that keeps what it gets. Closed with the test. */
export async function startTarget(reply: { status?: number; body?: string } = {}): Promise<Target> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = pairHeaders(request.rawHeaders);
    requests.push({
      method: request.method ?? '',
      target: request.url ?? '',
      headers,
      body: Buffer.concat(chunks),
      header: (name) => firstHeader(headers, name),
    });
    response.writeHead(reply.status ?? 200).end(reply.body ?? 'ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${address.port}/hook`, requests, close };
}
