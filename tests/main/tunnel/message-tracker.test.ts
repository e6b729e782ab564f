import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../src/core/bytes.ts';
import { createTrackers, type MessageTracker } from '../../../src/main/tunnel/localtunnel/message-tracker.ts';

function push(tracker: MessageTracker, text: string, pieces: readonly number[] = []): void {
  const bytes = latin1Bytes(text);
  let at = 0;
  for (const piece of pieces) {
    if (at >= bytes.length) break;
    tracker.push(bytes.subarray(at, at + piece));
    at += piece;
  }
  if (at < bytes.length) tracker.push(bytes.subarray(at));
}

const counts = ({ begun, completed }: MessageTracker) => ({ begun, completed });

/** A body that looks like the beginning of messages, framed in one of the ways there are. */
const framed = fc
  .tuple(fc.constantFrom('GET /x HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', '0\r\n\r\n', '', 'x'), fc.nat(3))
  .map(([body, kind]) => {
    if (kind === 0 || body === '') return `Content-Length: ${body.length}\r\n\r\n${body}`;
    const size = body.length.toString(16);
    return `Transfer-Encoding: chunked\r\n\r\n${size};x=y\r\n${body}\r\n0\r\n${kind === 1 ? 'T: 1\r\n' : ''}\r\n`;
  });

describe('the messages of a connection are counted', () => {
  it('however they are framed and cut into pieces (property)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(framed, framed), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 300 }),
        (exchanges, pieces) => {
          const { requests, responses } = createTrackers();
          push(requests, exchanges.map(([request]) => `POST / HTTP/1.1\r\nHost: a\r\n${request}`).join(''), pieces);
          push(responses, exchanges.map(([, response]) => `HTTP/1.1 200 OK\r\n${response}`).join(''), pieces);
          expect(counts(requests)).toEqual({ begun: exchanges.length, completed: exchanges.length });
          expect(counts(responses)).toEqual({ begun: exchanges.length, completed: exchanges.length });
        },
      ),
    );
  });

  it('from their first byte to their last', () => {
    const { requests } = createTrackers();
    push(requests, 'P');
    expect(counts(requests)).toEqual({ begun: 1, completed: 0 });
    push(requests, 'OST / HTTP/1.1\r\nContent-Length: 2\r\n\r\na');
    expect(counts(requests)).toEqual({ begun: 1, completed: 0 });
    push(requests, 'b');
    expect(counts(requests)).toEqual({ begun: 1, completed: 1 });
  });

  it('without a body in the reply to HEAD, and without interim replies', () => {
    const { requests, responses } = createTrackers();
    push(requests, 'HEAD / HTTP/1.1\r\n\r\nPOST / HTTP/1.1\r\n\r\n');
    push(responses, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n');
    expect(counts(responses)).toEqual({ begun: 1, completed: 1 });
    push(responses, 'HTTP/1.1 100 Continue\r\n\r\n');
    expect(counts(responses)).toEqual({ begun: 1, completed: 1 });
    push(responses, 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n');
    expect(counts(responses)).toEqual({ begun: 2, completed: 1 });
  });

  it('never as ended after an upgrade, without a length, or when it is not HTTP', () => {
    const upgraded = createTrackers();
    push(upgraded.requests, 'GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\nGET / HTTP/1.1\r\n\r\n');
    expect(counts(upgraded.requests)).toEqual({ begun: 1, completed: 0 });
    const endless = createTrackers();
    push(endless.responses, 'HTTP/1.1 200 OK\r\n\r\nabcHTTP/1.1 200 OK\r\n\r\n');
    expect(counts(endless.responses)).toEqual({ begun: 1, completed: 0 });
    const noise = createTrackers();
    push(noise.requests, `${'x'.repeat(300_000)}\r\n\r\n`);
    expect(noise.requests.completed).toBe(0);
  });
});
