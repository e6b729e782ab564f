/** Marks the 502 that a link gives when the capture listener did not take a request, to tell it from the provider's own. */
export const LOCAL_DOWN_HEADER = 'Hookproof-Local-Down';

const text = 'the capture listener is not there, try again later\n';

/**
 * What a sender gets instead of hanging: providers take a 502 for "try again later". RFC 9110, section 15.6.3.
 * The connection ends with it, since nothing is known of the state of the request.
 */
export const localDownReply: Uint8Array = new TextEncoder().encode(
  [
    'HTTP/1.1 502 Bad Gateway',
    `${LOCAL_DOWN_HEADER}: 1`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${text.length}`,
    'Connection: close',
    '',
    text,
  ].join('\r\n'),
);
