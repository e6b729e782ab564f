import { latin1Text } from '../../core/bytes.ts';

const PROXY_PROTOCOL = 'A proxy sends the PROXY protocol before the request; turn it off in the proxy.';
const SOCKS = 'The sender takes this listener for a SOCKS proxy.';

const starts: readonly (readonly [start: string, message: string])[] = [
  // RFC 8446, section 5.1: record type 22 (handshake), legacy version 3.x.
  [
    '\x16\x03',
    'The sender speaks TLS to a plain HTTP port: the URL it calls begins with https://, and here it has to be http://.',
  ],
  // RFC 9113, section 3.4.
  ['PRI * HTTP/2.0\r\n', 'The sender speaks HTTP/2 without TLS; this listener speaks HTTP/1.1.'],
  // RFC 4253, section 4.2.
  ['SSH-', 'The sender speaks SSH, not HTTP.'],
  // https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt, sections 2.1 and 2.2.
  ['PROXY TCP', PROXY_PROTOCOL],
  ['PROXY UNKNOWN', PROXY_PROTOCOL],
  ['\r\n\r\n\0\r\nQUIT\n', PROXY_PROTOCOL],
  // SOCKS 4, and RFC 1928, section 3.
  ['\x04\x01', SOCKS],
  ['\x05\x01', SOCKS],
  ['\x05\x02', SOCKS],
  ['HTTP/', 'The bytes are an HTTP response, not a request.'],
  ['{', 'The bytes begin with JSON instead of an HTTP request line.'],
  ['[', 'The bytes begin with JSON instead of an HTTP request line.'],
];

/** Which other protocol the bytes look like, in a sentence for the user, or null. */
export function guessProtocol(bytes: Uint8Array): string | null {
  const start = latin1Text(bytes.subarray(0, 64));
  // Line breaks may stand before a request, and a rest of the one before may too.
  const trimmed = start.trimStart();
  return starts.find(([first]) => start.startsWith(first) || trimmed.startsWith(first))?.[1] ?? null;
}
