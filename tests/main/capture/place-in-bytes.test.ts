import { createServer, type IncomingMessage } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { latin1Text } from '../../../src/core/bytes.ts';
import { noListenerCounters } from '../../../src/core/listener.ts';
import { Connection } from '../../../src/main/capture/connection.ts';
import { defaultCaptureLimits, InFlight } from '../../../src/main/capture/limits.ts';
import { Senders } from '../../../src/main/capture/senders.ts';
import { startTimer } from '../../../src/main/capture/timed-reply.ts';
import type { Arrival } from '../../../src/main/inbox.ts';
import { expectSound } from './invariants.ts';
import { bodyText, type Harness, okReply, startListener } from './support.ts';

const post = (target: string, body: string, headers = ''): string =>
  `POST ${target} HTTP/1.1\r\nHost: h\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;
const UPGRADE = 'Connection: keep-alive, Upgrade\r\nUpgrade: h2c\r\n';

describe('requests of one segment', () => {
  let harness: Harness;
  afterEach(() => expectSound(harness, null));

  /** Each segment is sent when the request before it was answered; the rows are those of the one connection. */
  async function sent(...segments: readonly string[]) {
    harness = await startListener();
    const sender = harness.connect();
    for (const [index, segment] of segments.entries()) {
      await sender.send(segment);
      await sender.replied(index + 1);
    }
    await sender.finish();
    await sender.closed;
    await harness.idle();
    const rows = harness.of(sender);
    return { statuses: sender.statuses, rows, raws: rows.map(({ arrival }) => latin1Text(arrival.raw)) };
  }

  it.each([
    '00000000000005\r\nhello\r\n0\r\n\r\n',
    `${'0'.repeat(400)}5\r\nhello\r\n0\r\n\r\n`,
    `5\r\nhello\r\n${'0'.repeat(20)}\r\n\r\n`,
  ])('are told apart behind the chunks %j', async (chunks) => {
    const first = `POST /first HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`;
    const second = post('/second', 'xyz');
    const { rows, raws } = await sent(first + second);
    expect(raws).toEqual([first, second]);
    expect(rows.map(bodyText)).toEqual(['hello', 'xyz']);
  });

  it.each([
    ['', 'GET /up HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    [' with a body', post('/up', 'abc', UPGRADE)],
  ])('are refused, whole, behind one that asks for another protocol%s', async (_, up) => {
    const behind = post('/a', 'body-a');
    const { statuses, rows, raws } = await sent(up + behind, '');
    expect(statuses).toEqual([200, 400]);
    expect(raws).toEqual([up, behind]);
    expect(rows).toMatchObject([
      { arrival: { kind: 'request', target: '/up', malformed: null } },
      { arrival: { kind: 'malformed', target: '/a', malformed: { code: 'behind-upgrade' } } },
    ]);
  });

  it('go on after one that asks for another protocol, in segments of their own', async () => {
    const segments = [post('/up', 'abc', UPGRADE), post('/up', '', UPGRADE), post('/a', 'body-a')];
    const { statuses, raws } = await sent(...segments);
    expect(statuses).toEqual([200, 200, 200]);
    expect(raws).toEqual(segments);
  });

  it('go on in the same one behind an Upgrade that Connection does not name', async () => {
    const up = post('/up', 'abc', 'Upgrade: h2c\r\n');
    const behind = post('/a', 'body-a');
    const { statuses, raws } = await sent(up + behind, '');
    expect(statuses).toEqual([200, 200]);
    expect(raws).toEqual([up, behind]);
  });

  it('may come in part behind one that asks for another protocol, when that was all of its segment', async () => {
    const up = post('/up', 'abc', UPGRADE);
    const behind = post('/a', 'body-a');
    harness = await startListener();
    const sender = harness.connect();
    await sender.send(up);
    await sender.replied(1);
    await sender.send(behind.slice(0, 9), behind.slice(9));
    await sender.replied(2);
    await sender.finish();
    await sender.closed;
    expect(sender.statuses).toEqual([200, 200]);
    expect(harness.of(sender).map(({ arrival }) => latin1Text(arrival.raw))).toEqual([up, behind]);
  });
});

/** Nothing is known that makes them disagree; this is what is left of it where something does. */
describe('a parser that has read something else than its bytes', () => {
  /** What the sender of the bytes gets, and the rows, when the parser gives `lie` for what it has read. */
  async function told(bytes: string, lie: (request: IncomingMessage) => void) {
    const rows: Arrival[] = [];
    const bugs: unknown[] = [];
    const server = createServer();
    const connections = new Map<Duplex, Connection>();
    server.on('connection', (socket) => {
      const connection = new Connection(socket, {
        limits: { ...defaultCaptureLimits, lingerIdleMs: 10 },
        inFlight: new InFlight(),
        senders: new Senders(),
        refused: { ...noListenerCounters.refused },
        now: Date.now,
        monotonicMs: () => performance.now(),
        async receive(arrival, fixed) {
          rows.push(arrival);
          return fixed === null || fixed === 'unsent' ? okReply : fixed;
        },
        startTimer,
        intercept: () => null,
        viaOf: () => 'local',
        senderOf: () => null,
        onBug: (error) => bugs.push(error),
      });
      connections.set(socket, connection);
    });
    server.on('request', (request, response) => {
      lie(request);
      connections.get(request.socket)?.request(request, response, 'nothing');
    });
    const [sender, socket] = duplexPair();
    let got = '';
    sender.on('data', (chunk) => {
      got += chunk.toString('latin1');
    });
    sender.on('end', () => sender.end());
    server.emit('connection', socket);
    sender.write(bytes);
    await new Promise((resolve) => socket.on('close', resolve));
    return { got, rows, bugs };
  }

  it.each<[string, (request: IncomingMessage) => void]>([
    ['another target', (request) => Object.assign(request, { url: '/b' })],
    ['another method', (request) => Object.assign(request, { method: 'PUT' })],
    ['a shorter body', ({ rawHeaders }) => rawHeaders.splice(rawHeaders.indexOf('6'), 1, '60')],
  ])('(%s) ends the connection, acknowledges nothing, and is told', async (_, lie) => {
    const bytes = post('/a', 'body-a');
    const { got, rows, bugs } = await told(bytes, lie);
    expect(got).toMatch(/^HTTP\/1\.1 503 /);
    expect(got).toMatch(/\r\nRetry-After: \d/);
    expect(rows.map(({ raw }) => latin1Text(raw))).toEqual([bytes]);
    expect(rows).toMatchObject([{ completeness: 'aborted', malformed: { code: 'misread' } }]);
    expect(bugs).toHaveLength(1);
  });
});
