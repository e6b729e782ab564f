import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { decodePageFrame, encodeFrame } from '../../../../src/core/wire.ts';
import { contentPolicy, securityHeaders } from '../../../../src/main/hosts/response-headers.ts';
import { serveWeb, type WebHost } from '../../../../src/main/hosts/web/server.ts';
import { createTokenCheck } from '../../../../src/main/hosts/web/token.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

/**
 * Who the web host lets in, asked of the real server over raw sockets. Its interface is one WebSocket: there is no request but
 * GET and HEAD that it answers, so what a guard of a JSON interface refuses by content type (415) is refused by method (405).
 */

const TOKEN = 'correct-token-correct-token-correct-token-0';

let rendererDir: string;
let host: WebHost;

beforeAll(async () => {
  rendererDir = await mkdtemp(join(tmpdir(), 'hookproof-web-'));
  await writeFile(join(rendererDir, 'index.html'), '<title>own page</title>');
  await writeFile(join(rendererDir, 'index.js.map'), '{}');
  await writeFile(join(rendererDir, '..', 'hookproof-outside.html'), 'outside');
  const log = pino({ level: 'silent' });
  const served = await serveWeb({ engine: createFakeEngine(), rendererDir, port: 0, log, token: TOKEN });
  if (!served.ok) throw new Error(served.failure.code);
  host = served.value;
});

afterAll(async () => {
  await host.close();
  await rm(rendererDir, { recursive: true });
});

/** Everything the server writes in answer to these lines, until it closes or has answered an upgrade. */
async function raw(lines: readonly string[]): Promise<string> {
  const socket = connect(host.port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const upgraded = new Promise<string>((resolve) => {
    let seen = '';
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      if (seen.startsWith('HTTP/1.1 101')) resolve(seen);
    });
  });
  const answer = await Promise.race([upgraded, text(socket)]);
  socket.destroy();
  return answer;
}

const own = (): string => `127.0.0.1:${host.port}`;
const EVIL = 'http://evil.example';

const get = (...more: readonly string[]): string[] => ['GET / HTTP/1.1', `Host: ${own()}`, ...more];
const post = (...more: readonly string[]): string[] => [
  'POST / HTTP/1.1',
  `Host: ${own()}`,
  ...more,
  'Content-Length: 0',
];

function socketLines(change: { target?: string; protocol?: string; origin?: string | null; host?: string }): string[] {
  const origin = change.origin === undefined ? `http://${own()}` : change.origin;
  return [
    `GET ${change.target ?? '/bridge'} HTTP/1.1`,
    `Host: ${change.host ?? own()}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Sec-WebSocket-Protocol: ${change.protocol ?? `hookproof, ${TOKEN}`}`,
    ...(origin === null ? [] : [`Origin: ${origin}`]),
  ];
}

interface Case {
  readonly what: string;
  readonly status: number;
  readonly lines: () => string[];
}

/** The sixteen that a local interface has to be asked; where ours is not what theirs would be, why. */
const sixteen: readonly Case[] = [
  { what: '1 the own page with the token (a WebSocket: 101, not 200)', status: 101, lines: () => socketLines({}) },
  {
    what: '2 the own page posting JSON (405, not 200: calls are frames of the WebSocket, asked below)',
    status: 405,
    lines: () => post(`Origin: http://${own()}`, 'Content-Type: application/json'),
  },
  { what: '3 no token', status: 401, lines: () => socketLines({ protocol: 'hookproof' }) },
  { what: '4 Host evil.example', status: 421, lines: () => ['GET / HTTP/1.1', 'Host: evil.example'] },
  { what: '5 Host localhost without the port', status: 421, lines: () => ['GET / HTTP/1.1', 'Host: localhost'] },
  {
    what: '6 Host localhost.evil.example',
    status: 421,
    lines: () => ['GET / HTTP/1.1', `Host: localhost.evil.example:${host.port}`],
  },
  { what: '7 two Host headers', status: 421, lines: () => get('Host: evil.example') },
  { what: '8 no Host (HTTP/1.0)', status: 421, lines: () => ['GET / HTTP/1.0'] },
  {
    what: '9 a text/plain POST of another site',
    status: 403,
    lines: () => post(`Origin: ${EVIL}`, 'Content-Type: text/plain'),
  },
  {
    what: '10 Origin null (a sandboxed frame) that has the token',
    status: 403,
    lines: () => socketLines({ origin: 'null' }),
  },
  {
    what: '11 an image on another site, without Origin',
    status: 403,
    lines: () => get('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'),
  },
  {
    what: '12 a page on another local port (same-site)',
    status: 403,
    lines: () => [...socketLines({ origin: 'http://127.0.0.1:3000' }), 'Sec-Fetch-Site: same-site'],
  },
  {
    what: '13 a preflight of another site',
    status: 403,
    lines: () => [
      'OPTIONS / HTTP/1.1',
      `Host: ${own()}`,
      `Origin: ${EVIL}`,
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Private-Network: true',
    ],
  },
  { what: '14 a WebSocket of another site', status: 403, lines: () => socketLines({ origin: EVIL }) },
  {
    what: '15 a form POST of the own origin (405, not 415: no POST is read, of any type)',
    status: 405,
    lines: () => post(`Origin: http://${own()}`, 'Content-Type: application/x-www-form-urlencoded'),
  },
  {
    what: '16 an absolute-form target',
    status: 400,
    lines: () => [`GET http://${own()}/ HTTP/1.1`, `Host: ${own()}`],
  },
];

const more: readonly Case[] = [
  { what: 'the own page', status: 200, lines: () => get('Connection: close') },
  {
    what: 'the own page under localhost, opened from a terminal',
    status: 200,
    lines: () => ['GET / HTTP/1.1', `Host: localhost:${host.port}`, 'Sec-Fetch-Site: none', 'Connection: close'],
  },
  {
    what: 'a link on another site, followed by a person',
    status: 200,
    lines: () =>
      get('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document', 'Connection: close'),
  },
  { what: 'a wrong token', status: 401, lines: () => socketLines({ protocol: 'hookproof, wrong' }) },
  {
    what: 'the token in the query',
    status: 404,
    lines: () => socketLines({ target: `/bridge?token=${TOKEN}`, protocol: 'hookproof' }),
  },
  { what: 'no Host (HTTP/1.1)', status: 421, lines: () => ['GET / HTTP/1.1'] },
  {
    what: 'a rebound name whose page knows the token',
    status: 421,
    lines: () => socketLines({ host: `evil.example:${host.port}`, origin: `http://evil.example:${host.port}` }),
  },
  {
    what: 'a frame on another site',
    status: 403,
    lines: () => get('Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'),
  },
  { what: 'a WebSocket without an Origin', status: 403, lines: () => socketLines({ origin: null }) },
  ...[
    '/../hookproof-outside.html',
    '/%2e%2e/hookproof-outside.html',
    '/..%5chookproof-outside.html',
    '//etc/passwd',
  ].map((target) => ({
    what: `the path ${target}`,
    status: 404,
    lines: () => [`GET ${target} HTTP/1.1`, `Host: ${own()}`],
  })),
  { what: 'a source map', status: 404, lines: () => ['GET /index.js.map HTTP/1.1', `Host: ${own()}`] },
];

describe.each([
  ['the sixteen cases of a local interface', sixteen],
  ['and more', more],
] as const)('who is let in: %s', (_title, cases) => {
  it.each(cases.map((one) => [one.what, one.status, one.lines] as const))('%s: %i', async (_what, status, lines) => {
    const answer = await raw(lines());
    expect(answer.split('\r\n', 1)[0]).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).not.toMatch(/access-control-/i);
    expect(answer).not.toContain(TOKEN);
    expect(answer).not.toContain('outside');
    if (status === 101) return;
    const policy = status === 200 ? contentPolicy([`ws://${hostOf(lines())}`]) : contentPolicy();
    for (const [name, value] of Object.entries({ ...securityHeaders(), 'Content-Security-Policy': policy })) {
      expect(answer.split('\r\n')).toContain(`${name}: ${value}`);
    }
  });
});

const hostOf = (lines: readonly string[]): string =>
  lines.find((line) => line.startsWith('Host: '))?.slice('Host: '.length) ?? '';

it('answers the calls of whoever was let in, over the WebSocket', async () => {
  const client = new WebSocket(`ws://${own()}/bridge`, ['hookproof', TOKEN], { origin: `http://${own()}` });
  const answered = once(client, 'message');
  await once(client, 'open');
  client.send(encodeFrame({ kind: 'call', id: 7, name: 'captures.get', input: { id: 1 } }));
  const [frame] = await answered;
  expect(decodePageFrame(new Uint8Array(frame))).toMatchObject({ kind: 'reply', id: 7, outcome: { ok: true } });
  client.terminate();
});

it('opens no tunnel to anywhere', async () => {
  expect(await raw([`CONNECT ${own()} HTTP/1.1`, `Host: ${own()}`])).toBe('');
});

it('says why to a person whose tunnel changes the port', async () => {
  expect(await raw(['GET / HTTP/1.1', 'Host: localhost:9999'])).toContain(`http://127.0.0.1:${host.port}`);
});

describe('wrong tokens', () => {
  it('are answered late once there are more than five within a second, the right one never', async () => {
    const started = performance.now();
    const wrong = () => raw(socketLines({ protocol: 'hookproof, wrong' }));
    const late = Promise.all(Array.from({ length: 6 }, wrong));
    // While the sixth waits.
    expect(await raw(socketLines({}))).toMatch(/^HTTP\/1\.1 101/);
    expect((await late).every((answer) => answer.startsWith('HTTP/1.1 401'))).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('are forgotten after a second', async () => {
    let now = 0;
    const check = createTokenCheck(TOKEN, () => now);
    for (let round = 0; round < 3; round++, now += 1001) {
      const started = performance.now();
      for (let guess = 0; guess < 5; guess++) expect(await check.matches(`${TOKEN.slice(1)}${guess}`)).toBe(false);
      expect(performance.now() - started).toBeLessThan(900);
    }
    for (const odd of [undefined, '', TOKEN.slice(1), `${TOKEN} `, TOKEN.toUpperCase()]) {
      now += 1001;
      expect(await check.matches(odd)).toBe(false);
    }
    expect(await check.matches(TOKEN)).toBe(true);
  });
});
