import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Draft } from '../../../src/core/draft/draft.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { templates } from '../../../src/core/forge/templates.ts';
import { pairHeaders } from '../../../src/core/http/headers.ts';
import type { Result } from '../../../src/core/result.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { createSender, type Sender } from '../../../src/main/replay/sender.ts';
import { scheme } from '../../support/signing.ts';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export const status =
  (code: number, body = ''): Answer =>
  (response) => {
    response.writeHead(code).end(body);
  };
/** Takes the request and never answers. */
export const hang: Answer = () => undefined;
export const reset: Answer = (_, request) => {
  request.socket.resetAndDestroy();
};

export interface Handler {
  readonly url: string;
  readonly requests: readonly SignedRequest[];
  /** Resolves when so many requests have come whole. */
  received(count: number): Promise<void>;
}

/** A real server: answers its requests in this order, the last way for all that follow. */
export async function startHandler(...answers: readonly Answer[]): Promise<Handler> {
  const requests: SignedRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    const headers = pairHeaders(request.rawHeaders);
    const target = request.url ?? '';
    const body = new Uint8Array(Buffer.concat(chunks));
    requests.push({
      method: request.method ?? '',
      target,
      url: `http://${request.headers.host}${target}`,
      headers,
      body,
    });
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    requests,
    received: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}

export const SECRET = '3f8a2c51d07be49f6a1c8d2e5b7f90133f8a2c51d07be49f6a1c8d2e5b7f9013';

/** An event of a template towards a handler, signed with the scheme's secret of that id. */
export function draftOf(templateId: string, url: string, secretId = 'secret'): Draft {
  const template = templates.find(({ id }) => id === templateId);
  if (template === undefined) throw new Error(`no template ${templateId}`);
  return {
    method: template.method,
    url,
    headers: template.headers,
    body: new TextEncoder().encode(template.body),
    signing: { scheme: template.scheme, secretId, signedUrl: null },
  };
}

/** As the engine signs, at the moment of the clock. */
export function signer(now: () => number): (draft: Draft) => Result<Draft, Failure> {
  return (draft) => {
    if (draft.signing === null) return { ok: true, value: draft };
    const { method, url, headers, body } = draft;
    const signed = sign(
      scheme(draft.signing.scheme),
      { method, target: '/hook', url, headers, body },
      SECRET,
      now(),
      nodeCrypto,
    );
    return signed.ok ? { ok: true, value: { ...draft, ...signed.value, url } } : signed;
  };
}

export function testSender(): Sender {
  const sender = createSender({ isOwnControlPort: () => false, confirmedOrigins: new Set<string>() });
  onTestFinished(() => sender.close());
  return sender;
}

/** A clock that stands still but for waits, which are over at once and kept. */
export function testClock(startMs = 1_800_000_000_000) {
  let nowMs = startMs;
  const waits: number[] = [];
  return {
    now: () => nowMs,
    waits,
    async wait(ms: number) {
      waits.push(ms);
      nowMs += ms;
    },
  };
}
