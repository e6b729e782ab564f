import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latin1Text, utf8ByteString, utf8Bytes } from '../../../src/core/bytes.ts';
import { sendableHeaders } from '../../../src/core/draft/sendable.ts';
import { curlCommand } from '../../../src/core/http/curl.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { targetOfUrl } from '../../../src/core/http/message.ts';
import { type PastedRequest, readPasted } from '../../../src/core/http/pasted-request.ts';
import { posixCommand } from '../../../src/core/http/posix-command.ts';
import { parseRawRequest } from '../../../src/core/http/raw-message.ts';

function all(text: string): readonly PastedRequest[] {
  const read = readPasted(text);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value;
}

function one(text: string): PastedRequest {
  const [first, ...others] = all(text);
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} requests`);
  return first;
}

function problemOf(text: string): string {
  const read = readPasted(text);
  if (read.ok) throw new Error('it was read');
  return 'problem' in read.failure ? read.failure.problem : read.failure.code;
}

const bodyText = ({ request }: PastedRequest) => new TextDecoder().decode(request.body);

describe('a pasted curl command', () => {
  it('is the request that its writer wrote (property)', () => {
    const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}$/);
    const framing =
      /^(host|connection|content-length|transfer-encoding|keep-alive|proxy-connection|te|trailer|upgrade|expect)$/i;
    const value = fc.stringMatching(/^([\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]{0,15}[\x21-\x7e\xa1-\xff])?)?$/);
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }).map(utf8Bytes),
      fc.constantFrom('@/etc/passwd', '-x', "'; touch /tmp/x; '", '$(id)`id`\\', '%s%n', '\n\n', '!!').map(utf8Bytes),
    );
    const headers = fc.array(
      fc.tuple(
        token.filter((name) => !framing.test(name)),
        value,
      ),
      { maxLength: 5 },
    );
    const path = fc.stringMatching(/^\/[\x21\x22\x24-\x3e\x40-\x7e\x80-\xff]{0,20}(\?[\x21\x22\x24-\x7e]{0,15})?$/);
    fc.assert(
      fc.property(
        token.filter((name) => name !== 'CONNECT'),
        path,
        headers,
        body,
        (method, target, list, bytes) => {
          const url = `https://example.com:8443${target}`;
          const command = curlCommand({ method, url, headers: list, body: bytes });
          if (!command.ok) throw new Error(JSON.stringify(command.failure));
          const { request } = one(command.value);
          expect({ method: request.method, url: request.url }).toEqual({ method, url });
          const sent = (of: HeaderList) =>
            sendableHeaders(of, bytes.length, 'h').filter(([name]) => !/^(host|content-length)$/i.test(name));
          expect(sent(request.headers)).toEqual(sent(list));
          expect(latin1Text(request.body)).toBe(latin1Text(bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('may be one that a browser copied', () => {
    const bash = one(`curl 'https://example.com/a?b=%20c' \\
  -H 'accept: */*' \\
  -H $'x-note: it\\'s \\u0021 \\ud83d\\ude00' \\
  --data-raw $'{"a":"\\u00e9\\n"}' \\
  --compressed`);
    expect(bash.request).toMatchObject({ method: 'POST', url: 'https://example.com/a?b=%20c' });
    expect(bash.request.headers).toEqual([
      ['Host', 'example.com'],
      ['accept', '*/*'],
      ['x-note', utf8ByteString("it's ! 😀")],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ]);
    expect(bodyText(bash)).toBe('{"a":"é\n"}');

    const cmd = one(
      'curl ^"https://example.com/a?b=^%^20c^&d=e^" ^\r\n  -H ^"content-type: application/json^" ^\r\n' +
        '  --data-raw ^"^{^\\^"a^\\^":^\\^"1^\n\n2^\\^"^}^" --insecure\r\n',
    );
    expect(cmd.request).toMatchObject({ method: 'POST', url: 'https://example.com/a?b=%20c&d=e' });
    expect(bodyText(cmd)).toBe('{"a":"1\n2"}');
    expect(cmd.request.headers).toContainEqual(['content-type', 'application/json']);
    const quoted = one('curl "https://example.com/" ^\n -H "A: say ""hi"" ^ there" --data-raw "back\\\\slash\\"q\\""');
    expect(quoted.request.headers).toContainEqual(['A', 'say "hi" ^ there']);
    expect(bodyText(quoted)).toBe('back\\\\slash"q"');
  });

  it.each([
    ['curl https://a/ -F file=@b', 'what -F sends'],
    ['curl https://a/ -T b', 'what -T sends'],
    ['curl https://a/ --next https://b/', 'what --next sends'],
    ['curl https://a/ -d @body.json', '--data takes its value from a file'],
    ['curl https://a/ --data-urlencode n@f', '--data-urlencode takes its value from a file'],
    ['curl https://a/ --data-binary @-', '--data-binary takes its value from standard input'],
    ['curl https://a/ -H @headers', '--header takes its value from a file'],
    ['curl https://a/ -b jar', '--cookie takes its value from a file'],
    ['curl https://a/ --frobnicate', 'the option --frobnicate is not known'],
    ['curl https://a/ -H', '-H has no value'],
    ['curl https://a/ https://b/', 'more than one URL'],
    ['curl -X POST', 'no URL'],
    ['curl ftp://a/', 'not one of http or https'],
    ["curl 'https://a/x y'", 'white space'],
    ['curl https:///x', 'names no host'],
    ["curl 'https://a/[1-3]'", 'a pattern in brackets'],
    ['curl https://a/ -H "A: $TOKEN"', 'the shell variable $TOKEN'],
    [`curl https://a/ -H "A: ${'$'}{TOKEN}"`, 'the shell variable $TOKEN'],
    ['curl https://a/ -H "A: $(cat token)"', 'runs another command between $( and )'],
    ['curl https://a/ -H "A: `cat token`"', 'between backquotes'],
    ["curl https://a/ -d 'x", 'a quotation in it does not end'],
    ['curl https://a/ -d "x', 'a quotation in it does not end'],
    ["curl https://a/ -d $'x", 'a quotation in it does not end'],
    ['curl https://a/ && rm -rf /', 'an unquoted “&”'],
    ['curl https://a/ > out', 'an unquoted “>”'],
    ['curl https://a/\nrm -rf /', 'more than one command'],
    ['printf %d 1 | curl https://a/ -d @-', 'a conversion other than %s'],
    ['echo hello', 'it is no curl command'],
    ["curl https://a/ -H $'A: b\\nC: d'", 'a header has a line break'],
    ['curl ^"https://a/^" ^\n & del', 'an unquoted “&”'],
    ['curl "https://a/" ^\n -d "x', 'a quotation in it does not end'],
  ])('is refused where it cannot be read without running it: %s', (command, reason) => {
    expect(problemOf(command)).toContain(reason);
  });

  it('never has a value of its own in a refusal', () => {
    for (const end of [' --frob', ' -F x', ' -d @CANARY', ' $A', ' &', " 'x", ' https://b']) {
      expect(problemOf(`curl https://a/ -H 'Authorization: CANARY' -u CANARY:CANARY${end}`)).not.toContain('CANARY');
    }
  });

  it('takes as long as it is long', () => {
    const many = 300_000;
    for (const text of [
      "'",
      '"',
      '\\',
      '$',
      '#',
      '|',
      ' ',
      '\\\n',
      '^\n',
      "$'\\",
      '{',
      '@',
      '\n',
      "\\'",
      '$(printf ',
    ]) {
      readPasted(`curl https://a/ ${text.repeat(many)}`);
      readPasted(`curl https://a/ -d ${text.repeat(many)}x`);
      readPasted(`curl ^"https://a/^" ${text.repeat(many)}`);
      readPasted(`printf '${text.repeat(many)}' | curl https://a/ -d @-`);
    }
    expect(bodyText(one(`curl https://a/ -d '${'x'.repeat(5_000_000)}'`))).toHaveLength(5_000_000);
    expect(bodyText(one(`curl https://a/ -d $'${'\\n'.repeat(500_000)}'`))).toHaveLength(500_000);
  });
});

const shells = ['sh', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe.each(shells)('the words of a command, beside what %s makes of it', (shell) => {
  function words(text: string): readonly string[] {
    const script = `show() { for word in "$@"; do printf '%s\\0' "$word"; done; }\nshow ${text}\n`;
    const run = spawnSync(shell, ['-s'], { input: script });
    if (run.status !== 0) throw new Error(run.stderr.toString());
    return run.stdout.toString('latin1').split('\0').slice(0, -1);
  }

  it('are the same (property)', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '"', '\\', '!', '#', '~', '%', '😀', '.') });
    const quoted = fc.oneof(
      text.map((inner) => `'${inner}'`),
      text.map((inner) => `"${inner.replace(/["\\]/g, '\\$&')}"`),
      fc.constantFrom('a\\ b', '\\\\', 'x\\\ny', '"\\a\\$\\`"', "''", 'b#c', '"a\\\nb"', '"$"', '"$ "'),
      text.map((inner) => `"$(printf '${inner.replace(/[%\\]/g, '$&$&')}')"`),
      shell === 'bash'
        ? fc.constantFrom("$'\\x41\\101\\t\\'\\u00e9\\cA\\q'", "$'\\xe9'", "$'a\\\nb'")
        : fc.constantFrom("'$'", '"\'"'),
    );
    const word = fc.array(quoted, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
    const blank = fc.constantFrom(' ', '\t', ' \\\n ', '  ');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, blank), { maxLength: 5 }),
        fc.constantFrom('', '# end', '\n\n'),
        (list, end) => {
          const command = list.flat().join('') + end;
          expect(posixCommand(`x ${command}`).words.slice(1)).toEqual(words(command));
        },
      ),
      { numRuns: 60 },
    );
  });
});

const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe.skipIf(!hasCurl)('what curl sends (skipped only where curl is not installed)', () => {
  let port = 0;
  let arrived = Buffer.alloc(0);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      arrived = Buffer.concat([arrived, chunk]);
      const head = arrived.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
      if (arrived.length >= head.length + 4 + length)
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
    });
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // Not a pipe: it listens on a TCP port.
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  /** curl's own, whose values nobody can tell from the command, and the framing. */
  const own = /^(user-agent|accept|accept-encoding|content-length)$/i;
  const sorted = (headers: HeaderList) => headers.map((pair) => pair.join(': ')).sort();

  it.each([
    'curl http://127.0.0.1:PORT/',
    'curl 127.0.0.1:PORT?a=1 -s',
    "curl 'http://127.0.0.1:PORT/a?b=1#frag' -d c=d -d e=f",
    "curl http://127.0.0.1:PORT/ -d '' ",
    'curl -G http://127.0.0.1:PORT/a -d c=d --data-urlencode "x=é &"',
    'curl -G "http://127.0.0.1:PORT/a?b=1" -d c=d',
    'curl -G "http://127.0.0.1:PORT" -d c=d',
    'curl --json \'{"a":1}\' http://127.0.0.1:PORT/j',
    "curl --json '[1,' --json '2]' http://127.0.0.1:PORT/j -H 'Content-Type: application/x'",
    "curl http://127.0.0.1:PORT/ --data-urlencode 'a b=c d' --data-urlencode '=x=y' --data-urlencode 'é~-_.'",
    'curl -XPUT http://127.0.0.1:PORT/ -dx -HA:b -H "Empty;" -H "Content-Type:" -H "Nothing"',
    'curl -sSLd x http://127.0.0.1:PORT/',
    'curl -u user:pa:ss http://127.0.0.1:PORT/',
    'curl http://us%40er:pass@127.0.0.1:PORT/x',
    "curl http://127.0.0.1:PORT/ -H 'Host: example.com' -H 'Authorization: Token x' -u a:b",
    "curl http://127.0.0.1:PORT/ -A agent -e http://ref/ -b 'a=b; c=d' --oauth2-bearer tok",
    "curl http://127.0.0.1:PORT/ --data-raw @x -H 'X:  spaced  ' -H 'X: again'",
    "printf 'a\\nb\\r\\n' | curl -s http://127.0.0.1:PORT/ -d @-",
    "printf '%s' 'x\\y' | curl -s http://127.0.0.1:PORT/ --data-binary @- | cat",
    'echo \'{"a": 1}\' | curl -s http://127.0.0.1:PORT/ --json @-',
    "curl 'http://127.0.0.1:PORT/\\[1\\]\\{a\\}'",
    "curl -g 'http://127.0.0.1:PORT/[1]{a}'",
    "curl --url http://127.0.0.1:PORT/u -X PATCH --data-ascii 'é'",
  ])('is what was read: %s', async (template) => {
    const command = template.replaceAll('PORT', String(port));
    arrived = Buffer.alloc(0);
    const child = spawn('sh', ['-s'], { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(`${command}\n`);
    expect(await once(child, 'close')).toEqual([0, null]);
    const sent = parseRawRequest(arrived);
    if (!sent.ok) throw new Error(arrived.toString('latin1'));
    const { request } = one(command);
    expect(request.method).toBe(sent.value.method);
    // The case of hex digits depends on curl's version, which is said.
    const read = (text: string) => text.replace(/%[0-9a-f]{2}/g, (hex) => hex.toUpperCase());
    expect(targetOfUrl(request.url)).toBe(read(sent.value.target));
    expect(latin1Text(request.body)).toBe(read(latin1Text(sent.value.body)));
    const without = (headers: HeaderList) => sorted(headers.filter(([name]) => !own.test(name)));
    expect(without(request.headers)).toEqual(without(sent.value.headers));
  });
});

describe('a pasted raw request', () => {
  const head = 'POST /hooks?a=1 HTTP/1.1\nHost: example.com\nX-A: é\n';

  it('may have lost its CRs, and is otherwise as it is', () => {
    const { request, losses } = one(`${head}Content-Length: 4\n\n{"é`);
    expect(request).toMatchObject({ method: 'POST', url: 'https://example.com/hooks?a=1' });
    expect(request.headers).toEqual([
      ['Host', 'example.com'],
      ['X-A', utf8ByteString('é')],
      ['Content-Length', '4'],
    ]);
    expect(latin1Text(request.body)).toBe(utf8ByteString('{"é'));
    expect(losses).toEqual(['Whether it was sent to http:// or https:// is not in it; https:// was taken.']);
  });

  it('gets the line ends of its body back where Content-Length tells them', () => {
    for (const [sent, pasted] of [
      ['a\r\nb', 'a\nb'],
      ['a\r\nb\r\n', 'a\nb'],
      ['a\r\nb\r\nc', 'a\nb\nc\n'],
      ['a\n', 'a'],
    ] as const) {
      const read = one(`${head}Content-Length: ${sent.length}\n\n${pasted}`);
      expect(bodyText(read)).toBe(sent);
      expect(read.losses[0]).toContain('Line ends');
      expect(read.request.headers).toContainEqual(['Content-Length', String(sent.length)]);
    }
    const lost = one(`${head}Content-Length: 99\n\nabc`);
    expect(bodyText(lost)).toBe('abc');
    expect(lost.losses[0]).toContain('Content-Length says 99 bytes, and the body has 3');
  });

  it.each([
    ['GET /a HTTP/1.1\nHost: localhost:3000', 'http://localhost:3000/a'],
    ['GET /a HTTP/2\nHost: example.com\n\n', 'https://example.com/a'],
    ['GET /a HTTP/1.1\nHost: example.com\nX-Forwarded-Proto: http\n\n', 'http://example.com/a'],
    ['GET http://example.com/a HTTP/1.1\n\n', 'http://example.com/a'],
    ['\ufeff\r\nGET /a\r\n\r\n', '/a'],
    ['GET /a HTTP/1.1\nHost: a\nHost: b\n\n', '/a'],
    ['GET /a HTTP/1.1\nHost: a/../b\n\n', '/a'],
  ])('says its URL as far as it has one: %j', (text, url) => {
    expect(one(text).request.url).toBe(url);
  });

  it('says that a body without a length is everything', () => {
    expect(one('POST /a HTTP/1.1\n\nx\n').losses[0]).toContain('everything after the empty line');
  });

  it('is told from other texts', () => {
    for (const text of ['', ' ', 'hello', 'hello world', 'curly', 'X-A: b', '<xml/>']) {
      expect(problemOf(text)).toContain('neither as a raw HTTP request');
    }
    expect(problemOf('POST /a HTTP/1.1\nno colon\n\n')).toContain('no colon');
  });

  it('is the request for any one (property), and nothing makes the reading throw', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{0,5}$/), fc.string({ unit: 'grapheme' }), (value, body) => {
        const length = utf8Bytes(body).length;
        const read = one(`PUT /x HTTP/1.1\r\nHost: h\r\nA: ${value}\r\nContent-Length: ${length}\r\n\r\n${body}`);
        expect(bodyText(read)).toBe(body);
        expect(read.request.headers[1]).toEqual(['A', value]);
      }),
    );
    const starts = fc.constantFrom(
      '',
      'curl ',
      "curl 'http://a/' ",
      'curl ^"http://a/^" ',
      'POST / HTTP/1.1\n',
      '{',
      '[',
    );
    fc.assert(fc.property(starts, fc.string({ unit: 'binary' }), (start, text) => void readPasted(start + text)));
  });
});

describe('a pasted HAR', () => {
  const request = {
    method: 'POST',
    url: 'https://example.com/a#b',
    headers: [
      { name: ':method', value: 'POST' },
      { name: 'B', value: '1' },
      { name: 'A', value: '2' },
      { name: 'B', value: '3' },
    ],
    bodySize: 3,
    postData: { mimeType: 'text/plain', text: 'é1' },
  };
  const entry = { startedDateTime: '2026-01-02T03:04:05.678Z', time: 1, request, response: {} };

  it('may be a file, its entries, one entry or the request of one', () => {
    const expected = {
      request: {
        method: 'POST',
        url: 'https://example.com/a',
        headers: [
          ['B', '1'],
          ['A', '2'],
          ['B', '3'],
        ],
        body: utf8Bytes('é1'),
      },
      sentAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      losses: [],
    };
    expect(all(JSON.stringify({ log: { version: '1.2', entries: [entry, entry] } }))).toEqual([expected, expected]);
    expect(all(JSON.stringify([entry]))).toEqual([expected]);
    expect(one(JSON.stringify(entry, null, 2))).toEqual(expected);
    expect(one(JSON.stringify(request))).toEqual({ ...expected, sentAtMs: null });
  });

  it('of any shape never makes the reading throw (property)', () => {
    const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', 'base64', 'http://a/', 'POST', -1));
    const oddly = (value: object) =>
      fc
        .tuple(fc.dictionary(fc.constantFrom(...Object.keys(value), '__proto__'), odd, { maxKeys: 2 }))
        .map(([change]) => ({ ...value, ...change }));
    const oddEntry = fc
      .tuple(oddly(request), oddly(request.postData), oddly(entry))
      .map(([changed, postData, around]) => ({ ...around, request: { ...changed, postData } }));
    fc.assert(
      fc.property(fc.array(oddEntry, { maxLength: 2 }), (entries) => {
        void readPasted(JSON.stringify({ log: { entries } }));
        void readPasted(JSON.stringify(entries));
        void readPasted(JSON.stringify(entries[0]?.request ?? null));
      }),
    );
  });

  it('has bodies as text, as base64 and as form fields, and says what is lost', () => {
    const withBody = (postData: unknown, bodySize: number) => one(JSON.stringify({ ...request, postData, bodySize }));
    const binary = withBody({ mimeType: '', text: '/wA=', encoding: 'base64' }, 2);
    expect(binary).toMatchObject({ request: { body: new Uint8Array([255, 0]) }, losses: [] });
    const params = [
      { name: 'a b', value: "é'" },
      { name: 'c', value: null },
    ];
    const form = withBody({ mimeType: 'application/x-www-form-urlencoded', params }, 20);
    expect(bodyText(form)).toBe('a+b=%C3%A9%27&c=');
    expect(form.losses[0]).toContain('form fields');
    expect(withBody({ mimeType: 'multipart/form-data', params }, 20).losses).toEqual(['The body is not in the HAR.']);
    expect(withBody(undefined, 20).losses).toEqual(['The body is not in the HAR.']);
    expect(withBody(undefined, 0).losses).toEqual([]);
    expect(withBody({ mimeType: '', text: 'abc' }, 5).losses[0]).toContain('3 bytes here, and 5 were sent');
    const latin = one(JSON.stringify({ ...request, headers: [{ name: 'A', value: 'é' }] }));
    expect(latin.losses[0]).toContain('UTF-8');
  });

  it.each([
    ['{"a":"CANARY"', 'it is not JSON'],
    ['{"a":1}', 'no log'],
    ['[]', 'it has no entries'],
    ['{"log":{"entries":[]}}', 'it has no entries'],
    ['{"log":{"entries":[{"request":{"method":1}}]}}', 'no log'],
  ])('is refused where it is none: %s', (text, reason) => {
    expect(problemOf(text)).toContain(reason);
    expect(problemOf(text)).not.toContain('CANARY');
  });
});
