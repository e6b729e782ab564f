import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { KeyNetwork } from '../../src/main/keys/guarded-get.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/keys/${name}`, import.meta.url), 'utf8');

/** Made with OpenSSL, valid for a hundred years. `signer` is the private key of the signing certificates. */
export const keyFixtures = {
  root: fixture('root.cert.pem'),
  sns: fixture('sns.cert.pem'),
  paypalChain: fixture('paypal-chain.cert.pem'),
  paypalWrongChain: fixture('paypal-wrong-chain.cert.pem'),
  signer: fixture('signer.key.pem'),
};

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A host that publishes keys, over TLS with the names of the providers that tests need, on a free port. */
export interface KeyHost {
  readonly network: KeyNetwork;
  /** What a path is answered with; every other with 404. */
  readonly answers: Map<string, Answer>;
  /** `host path` of every request, in order. */
  readonly asked: readonly string[];
}

export async function startKeyHost(): Promise<KeyHost> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer({ key: fixture('host.key.pem'), cert: fixture('host.cert.pem') }, (request, response) => {
    asked.push(`${request.headers.host} ${request.url}`);
    const answer = answers.get(request.url ?? '');
    response.writeHead(answer?.status ?? (answer === undefined ? 404 : 200), answer?.headers ?? {});
    response.end(answer?.body ?? '');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => new Promise((closed) => server.close(() => closed())));
  // A TCP server on a port has an address of that kind.
  const { port } = server.address() as AddressInfo;
  const network: KeyNetwork = {
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    mayDial: () => true,
    port,
    ca: keyFixtures.root,
    timeoutMs: 10_000,
  };
  return { network, answers, asked };
}
