import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, latin1Text, sameBytes } from '../../../src/core/bytes.ts';
import type { Draft } from '../../../src/core/draft/draft.ts';
import { fromCapture } from '../../../src/core/draft/sendable.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { createSender, type SenderOptions, type SendOptions } from '../../../src/main/replay/sender.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Not a pipe: listening on a TCP port.
  return (server.address() as AddressInfo).port;
}

interface Peer {
  readonly port: number;
  /** Every byte that arrived, over all connections. */
  received(): Uint8Array;
  connections(): number;
}

/** A raw TCP server that answers once a whole head and `bodyBytes` bytes have arrived. */
async function peer(answer: (socket: Socket) => void, bodyBytes = 0): Promise<Peer> {
  const chunks: Uint8Array[] = [];
  let connections = 0;
  const port = await listening(
    createServer((socket) => {
      connections++;
      let text = '';
      let answered = false;
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        text += chunk.toString('latin1');
        const end = text.indexOf('\r\n\r\n');
        if (answered || end === -1 || text.length < end + 4 + bodyBytes) return;
        answered = true;
        answer(socket);
      });
    }),
  );
  return { port, received: () => concatBytes(chunks), connections: () => connections };
}

const replies = (text: string) => (socket: Socket) => socket.end(text, 'latin1');
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

function sender(options: Partial<SenderOptions> = {}) {
  return createSender({ isOwnControlPort: () => false, confirmedOrigins: new Set<string>(), ...options });
}

function draft(url: string, change: Partial<Draft> = {}): Draft {
  return { method: 'POST', url, headers: [], body: latin1Bytes('hi'), signing: null, ...change };
}

const how: SendOptions = { timeoutMs: 5000, verifyTls: true, origin: { kind: 'forge' }, signedWith: null };

async function attempt(made: Draft, options: Partial<SenderOptions> = {}, send: Partial<SendOptions> = {}) {
  const result = await sender(options).send(made, { ...how, ...send });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe('what arrives', () => {
  it('is the capture byte for byte: method, target, header case, order, duplicates and body', async () => {
    const body = Uint8Array.from({ length: 256 }, (_, i) => i);
    const target = await peer(replies(OK), body.length);
    const headers: HeaderList = [
      ['user-agent', 'GitHub-Hookshot/abc'],
      ['Host', 'name.loca.lt'],
      ['X-DUP', 'one'],
      ['Authorization', 'a'],
      ['x-dup', 'two'],
      ['authorization', 'b'],
      ['Content-Type', 'application/json'],
      ['Content-Length', '256'],
      ['X-Empty', ''],
      ['X-Latin', 'caf\xe9'],
      ['Set-Cookie', 'a=1'],
    ];
    const captured = { method: 'PURGE', target: '/in?b=%7e&a=1&a=2', headers };
    const sent = await attempt(fromCapture(captured, body, `http://127.0.0.1:${target.port}//a/../%7E`));
    const expected = [
      'PURGE //a/../%7E?b=%7e&a=1&a=2 HTTP/1.1',
      'user-agent: GitHub-Hookshot/abc',
      `Host: 127.0.0.1:${target.port}`,
      'X-DUP: one',
      'Authorization: a',
      'x-dup: two',
      'authorization: b',
      'Content-Type: application/json',
      'Content-Length: 256',
      'X-Empty: ',
      'X-Latin: caf\xe9',
      'Set-Cookie: a=1',
      '\r\n',
    ].join('\r\n');
    expect(latin1Text(target.received())).toBe(expected + latin1Text(body));
    expect(sent.outcome).toEqual({ kind: 'replied', status: 200, bodyBytes: 2 });
    expect(sent.request).toMatchObject({ target: '//a/../%7E?b=%7e&a=1&a=2', bodyBytes: 256 });
    expect(sent.requestBody).toBe(body);
  });

  it('is exactly what a draft says, for any headers and body (property)', async () => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/);
    const known =
      /^(host|connection|content-length|transfer-encoding|keep-alive|proxy-connection|te|trailer|upgrade|expect)$/i;
    const value = fc.stringMatching(/^([\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]{0,20}[\x21-\x7e\xa1-\xff])?)?$/);
    const header = fc.tuple(token, value).filter(([name]) => !known.test(name));
    await fc.assert(
      fc.asyncProperty(
        token,
        fc.array(header, { maxLength: 8 }),
        fc.uint8Array({ maxLength: 300 }),
        async (method, headers, body) => {
          fc.pre(method !== 'CONNECT');
          const target = await peer(replies(OK), body.length);
          await attempt(draft(`http://127.0.0.1:${target.port}/x`, { method, headers, body }));
          const length: HeaderList = body.length > 0 ? [['Content-Length', String(body.length)]] : [];
          const lines = [['Host', `127.0.0.1:${target.port}`], ...headers, ...length].map(([n, v]) => `${n}: ${v}\r\n`);
          const head = latin1Bytes(`${method} /x HTTP/1.1\r\n${lines.join('')}\r\n`);
          expect(sameBytes(target.received(), concatBytes([head, body]))).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is nothing at all when the request is not acceptable', async () => {
    const target = await peer(replies(OK));
    const url = `http://127.0.0.1:${target.port}/`;
    const injected = await sender().send(draft(url, { headers: [['A', 'b\r\nEvil: 1']] }), how);
    expect(injected).toMatchObject({ ok: false, failure: { code: 'request-unsendable' } });
    expect(await sender().send(draft('nowhere'), how)).toMatchObject({
      ok: false,
      failure: { code: 'target-invalid' },
    });
    expect(target.connections()).toBe(0);
  });
});

describe('what comes back', () => {
  it('is kept whole: raw headers, undecoded body, trailers, timings', async () => {
    const target = await peer(
      replies(
        'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 418 Teapot\r\nX-b: 1\r\nx-B: 2\r\nContent-Encoding: gzip\r\n' +
          'Transfer-Encoding: chunked\r\n\r\n3\r\n\x1f\x8b\xff\r\n0\r\nX-T: end\r\n\r\n',
      ),
    );
    const sent = await attempt(
      draft(`http://127.0.0.1:${target.port}/`),
      { now: () => 1234 },
      { signedWith: 'github' },
    );
    expect(sent).toMatchObject({ at: 1234, signedWith: 'github', origin: { kind: 'forge' }, method: 'POST' });
    expect(sent.outcome).toEqual({ kind: 'replied', status: 418, bodyBytes: 3 });
    expect(sent.reply).toEqual({
      status: 418,
      reason: 'Teapot',
      httpVersion: '1.1',
      headers: [
        ['X-b', '1'],
        ['x-B', '2'],
        ['Content-Encoding', 'gzip'],
        ['Transfer-Encoding', 'chunked'],
      ],
      trailers: [['X-T', 'end']],
      bodyBytes: 3,
      truncated: false,
    });
    expect([...sent.replyBody]).toEqual([0x1f, 0x8b, 0xff]);
    const { connectedMs, tlsMs, sentMs, firstByteMs, totalMs } = sent.timings;
    expect(tlsMs).toBeNull();
    expect(sent.durationMs).toBe(totalMs);
    const order = [connectedMs, sentMs, firstByteMs, totalMs].map((ms) => ms ?? Number.NaN);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('is a redirect when the target redirects: it is never followed', async () => {
    const other = await peer(replies(OK));
    const target = await peer(
      replies(
        `HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:${other.port}/\r\nContent-Length: 0\r\n\r\n`,
      ),
    );
    const sent = await attempt(draft(`http://127.0.0.1:${target.port}/`));
    expect(sent.outcome).toEqual({ kind: 'replied', status: 307, bodyBytes: 0 });
    expect(other.connections()).toBe(0);
  });

  it('is cut at the limit and marked', async () => {
    const target = await peer(replies(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(5000)}`));
    const sent = await attempt(draft(`http://127.0.0.1:${target.port}/`), { maxReplyBytes: 100 });
    expect(sent.reply).toMatchObject({ bodyBytes: 100, truncated: true });
  });

  it('is a reply without waiting for a kept-alive connection to end', async () => {
    const target = await peer((socket) => socket.write(OK));
    const sent = await attempt(draft(`http://127.0.0.1:${target.port}/`));
    expect(sent.outcome).toMatchObject({ kind: 'replied', status: 200 });
  });

  it('is kept when the target answers and hangs up before it read the body', async () => {
    const port = await listening(
      createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', () => {
          socket.pause();
          // Unread bytes are left: the system ends such a connection with a reset.
          socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig', () => socket.destroy());
        });
      }),
    );
    const sent = await attempt(draft(`http://127.0.0.1:${port}/`, { body: new Uint8Array(20 * 1024 * 1024) }));
    expect(sent.outcome).toEqual({ kind: 'replied', status: 413, bodyBytes: 3 });
  });

  it('is kept as far as it came when the connection breaks or the time is over', async () => {
    const broken = await peer(replies('HTTP/1.1 500 Oops\r\nContent-Length: 9\r\n\r\npart'));
    const cut = await attempt(draft(`http://127.0.0.1:${broken.port}/`));
    expect(cut.outcome).toMatchObject({ kind: 'failed', failure: { code: 'reply-malformed' } });
    expect(cut.reply).toMatchObject({ status: 500, bodyBytes: 4, truncated: true });

    const stalled = await peer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart'));
    const late = await attempt(draft(`http://127.0.0.1:${stalled.port}/`), {}, { timeoutMs: 300 });
    expect(late.outcome).toMatchObject({ kind: 'failed', failure: { code: 'target-timeout', afterMs: 300 } });
    expect(latin1Text(late.replyBody)).toBe('part');
  });
});

describe('a target that does not answer as it should', () => {
  it.each<[string, (socket: Socket) => void, object]>([
    ['closes', (socket) => socket.end(), { code: 'target-unreachable', cause: 'reset' }],
    ['resets', (socket) => socket.resetAndDestroy(), { code: 'target-unreachable', cause: 'reset' }],
    ['speaks another protocol', replies('SSH-2.0-OpenSSH\r\n'), { code: 'reply-malformed' }],
    ['answers a header with a NUL', replies('HTTP/1.1 200 OK\r\nA: \0\r\n\r\n'), { code: 'reply-malformed' }],
  ])('%s', async (_what, answer, failure) => {
    const target = await peer(answer);
    const sent = await attempt(draft(`http://127.0.0.1:${target.port}/`));
    expect(sent.outcome).toMatchObject({
      kind: 'failed',
      failure: { origin: `http://127.0.0.1:${target.port}`, ...failure },
    });
    expect(sent.reply).toBeNull();
  });

  it('never answers', async () => {
    const target = await peer(() => undefined);
    const sent = await attempt(draft(`http://127.0.0.1:${target.port}/`), {}, { timeoutMs: 200 });
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-timeout', afterMs: 200 } });
    expect(sent.timings.sentMs).not.toBeNull();
  });

  it('is not there', async () => {
    const port = await listening(createServer());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const sent = await attempt(draft(`http://localhost:${port}/`));
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'refused' } });
  });

  it('has no such name', async () => {
    const missing = () =>
      Promise.reject(
        Object.assign(new Error('getaddrinfo ENOTFOUND x'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      );
    const sent = await attempt(draft('http://x.invalid/'), { resolve: missing });
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'name-not-found' } });
  });

  it('has a name that is looked up for ever', async () => {
    const sent = await attempt(
      draft('http://x.invalid/'),
      { resolve: () => new Promise(() => undefined) },
      { timeoutMs: 50 },
    );
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-timeout', afterMs: 50 } });
  });

  it('is left when the sender is closed', async () => {
    const closing = sender();
    const target = await peer(() => closing.close());
    const sent = await closing.send(draft(`http://127.0.0.1:${target.port}/`), how);
    expect(sent).toMatchObject({ ok: true, value: { outcome: { kind: 'failed' } } });
  });
});

describe('TLS', () => {
  const fixture = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));

  async function tlsPeer(reply: string = OK): Promise<number> {
    const key = fixture('localhost.key.pem');
    const cert = fixture('localhost.cert.pem');
    return listening(
      createTlsServer({ key, cert }, (socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', () => socket.end(reply, 'latin1'));
      }),
    );
  }

  it('checks the certificate, unless told not to', async () => {
    const url = `https://localhost:${await tlsPeer()}/`;
    const checked = await attempt(draft(url));
    expect(checked.outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'tls' } });
    expect(checked.timings.sentMs).toBeNull();
    const trusting = await attempt(draft(url), {}, { verifyTls: false });
    expect(trusting.outcome).toMatchObject({ kind: 'replied', status: 200 });
    expect(trusting.timings.tlsMs).not.toBeNull();
  });

  it('loses nothing of a reply that ends with its connection', async () => {
    const url = `https://localhost:${await tlsPeer(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(3_000_000)}`)}/`;
    const sent = await attempt(draft(url), {}, { verifyTls: false });
    expect(sent.outcome).toEqual({ kind: 'replied', status: 200, bodyBytes: 3_000_000 });
  });

  it('that is cut off within the handshake is a closed connection', async () => {
    const port = await listening(createServer((socket) => void socket.once('data', () => socket.destroy())));
    const sent = await attempt(draft(`https://localhost:${port}/`));
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'reset' } });
  });

  it('towards a port that speaks plain HTTP says that it is no TLS', async () => {
    const port = await listening(
      createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      }),
    );
    const sent = await attempt(draft(`https://localhost:${port}/`));
    expect(sent.outcome).toMatchObject({ failure: { code: 'target-unreachable', cause: 'not-tls' } });
  });
});

describe('a target that is not this machine', () => {
  const elsewhere = (...addresses: string[]) => ({
    resolve: async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) })),
  });
  const unconfirmed = async (url: string, options: Partial<SenderOptions>) => {
    const result = await sender(options).send(draft(url), how);
    return result.ok ? 'sent' : result.failure;
  };

  it.each(['192.168.1.5', '10.0.0.1', '8.8.8.8', '169.254.169.254', 'fd00:ec2::254', '::ffff:10.0.0.1', 'fe80::1'])(
    'at %s has to be confirmed',
    async (address) => {
      expect(await unconfirmed('http://Name.example/', elsewhere(address))).toEqual({
        code: 'target-unconfirmed',
        origin: 'http://name.example',
        address,
      });
    },
  );

  it('has to be confirmed when only one of its addresses is elsewhere, whatever it is called', async () => {
    const options = elsewhere('127.0.0.1', '10.0.0.1');
    expect(await unconfirmed('http://localhost:3000/', options)).toMatchObject({
      code: 'target-unconfirmed',
      address: '10.0.0.1',
    });
  });

  it('as an address in the URL is not repeated', async () => {
    expect(await unconfirmed('http://169.254.169.254/latest', {})).toMatchObject({
      code: 'target-unconfirmed',
      address: null,
    });
  });

  it('is judged and dialled by one look-up', async () => {
    const target = await peer(replies(OK));
    const origin = `http://hooks.example:${target.port}`;
    let lookups = 0;
    // As a rebinding name: loopback on the first look-up. Only that answer may be used.
    const resolve = async () => (lookups++ === 0 ? [{ address: '127.0.0.1', family: 4 as const }] : []);
    const sent = await attempt(draft(`${origin}/`), { resolve });
    expect(sent.outcome).toMatchObject({ kind: 'replied', status: 200 });
    expect(lookups).toBe(1);
  });

  it('is sent to once its origin is confirmed', async () => {
    const target = await peer(replies(OK));
    const origin = `http://hooks.example:${target.port}`;
    // Loopback comes first and accepts at once, so that the test dials nothing else.
    const options = { ...elsewhere('127.0.0.1', '10.0.0.1'), confirmedOrigins: new Set([origin]) };
    const sent = await attempt(draft(`${origin}/`), options);
    expect(sent.outcome).toMatchObject({ kind: 'replied', status: 200 });
  });

  it.each(['127.0.0.1', '127.1.2.3', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '::127.0.0.1'])(
    'is this machine at %s, where our control port is refused',
    async (address) => {
      const options = { ...elsewhere(address), isOwnControlPort: (port: number) => port === 4321 };
      expect(await unconfirmed('http://x.example:4321/', options)).toEqual({
        code: 'target-forbidden',
        origin: 'http://x.example:4321',
      });
    },
  );

  it.each(['2130706433', '127.1', '0x7f.1', 'localhost', 'app.localhost'])(
    'is this machine when it is written %s',
    async (host) => {
      const target = await peer(replies(OK));
      const sent = await attempt(draft(`http://${host}:${target.port}/`));
      expect(sent.outcome).toMatchObject({ kind: 'replied' });
    },
  );
});
