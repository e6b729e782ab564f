import { createServer } from 'node:http';
import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, latin1Bytes, latin1Text } from '../../../src/core/bytes.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { framingOf } from '../../../src/main/capture/body-framing.ts';

interface Parsed {
  readonly target: string;
  readonly body: Uint8Array;
  readonly isComplete: boolean;
}

const NEXT = latin1Bytes('GET /next HTTP/1.1\r\n\r\n');

/** What Node's parser makes of the bytes of one connection. */
async function parsedByNode(bytes: Uint8Array): Promise<Parsed[]> {
  const server = createServer({ requireHostHeader: false });
  const requests: Parsed[] = [];
  server.on('request', (request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('close', () => {
      requests.push({ target: request.url ?? '', body: concatBytes(chunks), isComplete: request.complete });
    });
    request.on('end', () => response.end());
    request.on('error', () => undefined);
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  const [sender, socket] = duplexPair();
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  sender.on('error', () => undefined);
  sender.resume();
  server.emit('connection', socket);
  sender.end(bytes);
  await closed;
  await new Promise((resolve) => setImmediate(resolve));
  return requests;
}

/** Chunks as they should be, and with what senders get wrong. */
const chunkPart = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 20 }).map(chunkOf) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '0\r\n',
      '0\r\n\r\n',
      '\r\n',
      'T: 1\r\n',
      '5;x=y\r\nhello\r\n',
      'A\r\nabc',
      '1 \r\na\r\n',
      // Any number of zeros may stand in front of a size.
      '00000000000005\r\nhello\r\n',
      `${'0'.repeat(300)}A;x\r\n0123456789\r\n`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'zz\r\n',
      '3\nabc\r\n',
      '-1\r\n',
      '0x3\r\nabc\r\n',
      '2\r\nabc\r\n',
      'fffffffffffffffff\r\n',
      'ffffffffffffffff\r\nabc',
      '20000000000000\r\nabc',
    ),
  },
);
const chunked = fc
  .tuple(
    fc.array(chunkPart, { maxLength: 5 }),
    fc.constantFrom('0\r\n\r\n', '0\r\nT: 1\r\n\r\n', '000\r\n\r\n', `${'0'.repeat(20)}\r\n\r\n`, ''),
  )
  .map(([parts, end]) => latin1Bytes(parts.join('') + end));

function chunkOf(data: Uint8Array): string {
  return `${data.length.toString(16)}\r\n${latin1Text(data)}\r\n`;
}

async function agree(header: readonly [string, string], body: Uint8Array): Promise<void> {
  const headers: HeaderList = [header];
  const head = latin1Bytes(`POST /first HTTP/1.1\r\n${header[0]}: ${header[1]}\r\n\r\n`);
  const after = concatBytes([body, NEXT]);
  const [first, next] = await parsedByNode(concatBytes([head, after]));
  const framing = framingOf(headers, 1e6);
  const used = framing.feed(after);
  // Line breaks before a request are nobody's.
  const rest = latin1Text(after.subarray(used)).replace(/^[\r\n]+/, '');
  if (first?.isComplete) {
    expect(framing.done).toBe(true);
    expect(framing.contentOf(after.subarray(0, used))).toEqual(first.body);
  }
  if (next !== undefined) expect(rest).toBe(latin1Text(NEXT));
  // And the other way about: where we see the next request begin, so does the parser, or the first is one that it refuses.
  else if (framing.done && rest === latin1Text(NEXT)) expect(first?.isComplete ?? false).toBe(false);
}

describe('the end of a body', () => {
  it('in chunks is where Node’s parser sees it, or the parser refuses the body', async () => {
    await fc.assert(
      fc.asyncProperty(chunked, (body) => agree(['Transfer-Encoding', 'chunked'], body)),
      { numRuns: 400 },
    );
  });

  it('by length is where Node’s parser sees it', async () => {
    const lengths = fc.integer({ min: 0, max: 40 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.constantFrom('', '0', '00'), (length, zeros) =>
        agree(['Content-Length', `${zeros}${length}`], new Uint8Array(length).fill(0x0d)),
      ),
      { numRuns: 60 },
    );
  });
});
