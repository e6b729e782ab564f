import { utf8Bytes } from '../../src/core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { sign } from '../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { scheme } from '../support/signing.ts';
import type { RunningWebHost } from '../support/web-host.ts';
import { jsonRequest } from './capture.ts';
import { type LoadRequest, loadTool } from './load.ts';
import type { Report } from './run.ts';
import { bare, ours, type ServerKind, startOurs } from './servers.ts';
import { compareUnderLoad, loadTable } from './under-load.ts';

const SCHEMES = ['stripe', 'github', 'slack', 'shopify', 'standard-webhooks', 'svix'];
const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
/** Deliveries of each scheme: the same one over and over would be a delivery with thousands of attempts. */
const DELIVERIES = 500;

/** Captures whose signatures are right, with the secrets stored: what is judged is judged to its end. */
export async function benchmark(rounds: number): Promise<Report> {
  const signed = signedRequests(Date.now());
  const plan = { requests: signed, connections: 32, seconds: 3, warmUpSeconds: 1 };
  const servers: readonly ServerKind[] = [
    bare,
    { name: `${ours.name}, no secret stored`, start: () => startOurs() },
    { name: `${ours.name}, all verified`, start: startWithSecrets },
  ];
  const compared = await compareUnderLoad(servers, plan, rounds);
  return {
    markdown: [
      `Load: ${loadTool}. Signed bodies of 1 KiB of ${SCHEMES.join(', ')}, ${DELIVERIES} deliveries of each in turn, 32 connections; the verdict of every one is stored and announced.`,
      loadTable(compared, []),
    ].join('\n\n'),
    data: { load: loadTool, schemes: SCHEMES, measured: compared },
  };
}

async function startWithSecrets() {
  const server = await startOurs();
  for (const id of SCHEMES) {
    const secret = { endpointId: CATCH_ALL_ENDPOINT_ID, label: id, scheme: id, value: SECRET };
    const added = await server.host.call('secrets.add', secret);
    if (!added.ok) throw new Error(`${id}: ${added.failure.code}`);
  }
  return {
    ...server,
    async stop() {
      await checkVerdicts(server.host);
      await server.stop();
    },
  };
}

/** Of the newest captures; the last ones may still wait for theirs. */
async function checkVerdicts({ call }: RunningWebHost): Promise<void> {
  const { rows } = await call('captures.list', { filter: { verdict: 'failed' }, before: null, limit: 1 });
  const verified = await call('captures.list', { filter: { verdict: 'verified' }, before: null, limit: 500 });
  if (rows.length > 0 || verified.rows.length < 500) throw new Error('what was signed was not verified');
}

function signedRequests(nowMs: number): readonly LoadRequest[] {
  return Array.from({ length: DELIVERIES }, (_, delivery) =>
    SCHEMES.map((id): LoadRequest => {
      const { method, target, headers, body } = jsonRequest(1024);
      const named = utf8Bytes(
        new TextDecoder().decode(body).replace('evt_1', `evt_${String(delivery).padStart(4, '0')}`),
      );
      const more =
        id === 'github'
          ? ([
              ['X-GitHub-Event', 'push'],
              ['X-GitHub-Delivery', `d-${delivery}`],
            ] as const)
          : [];
      const request = {
        method,
        target,
        url: `https://hooks.example.com${target}`,
        headers: [...headers, ...more],
        body: named,
      };
      const output = sign(scheme(id), request, SECRET, nowMs, nodeCrypto);
      if (!output.ok) throw new Error(`${id}: ${output.failure.code}`);
      return { method, target, headers: output.value.headers, body: output.value.body };
    }),
  ).flat();
}
