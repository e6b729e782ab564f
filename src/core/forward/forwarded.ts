import type { Draft } from '../draft/draft.ts';
import { fromCapture, sendingRules } from '../draft/sendable.ts';
import type { EndpointReply } from '../endpoint.ts';
import { type HeaderList, headerValues } from '../http/headers.ts';
import { type HttpRequest, type HttpResponse, targetOfUrl } from '../http/message.ts';

/** What is changed between a capture and the request that a target of a forward gets, in the words the screen shows. */
export const forwardingRules: readonly string[] = [
  ...sendingRules,
  'A target URL without a path gets the captured path and query; one with a path is used as it is, with the captured query. Nothing that was captured chooses the host or leaves the target’s path.',
  'A Via header with a name of this run is added at the end: a request that comes back with it is answered with 508 and not forwarded again.',
];

/** What is changed between a target's reply and what the sender gets. */
export const passingRules: readonly string[] = [
  'Connection, Keep-Alive, Proxy-Connection, TE, Trailer, Transfer-Encoding and Upgrade are left out, and what Connection names.',
  'Content-Length is set to the length of the body, in its place; a reply to HEAD keeps its own. Trailers and the text beside the status are left out.',
  'Of a body over 8 MiB the rest is cut off.',
];

export const MAX_PASSED_BODY_BYTES = 8 * 1024 * 1024;

/**
 * The request that a target gets. Its host is the target's, whatever was captured: an absolute-form target (RFC 9112, section
 * 3.2.2) counts by its path and query alone, `//host` is a path, and the path of a target that has one is never added to.
 * `via`: the name of this run (RFC 9110, section 7.6.3).
 */
export function forwardDraft(
  captured: Pick<HttpRequest, 'method' | 'target' | 'headers'>,
  body: Uint8Array,
  targetUrl: string,
  via: string,
): Draft {
  const target = captured.target === '*' ? '/' : targetOfUrl(captured.target);
  const draft = fromCapture({ ...captured, target }, body, targetUrl);
  return { ...draft, headers: [...draft.headers, ['Via', `1.1 ${via}`]] };
}

/** Whether a request was forwarded by the run of that name before. */
export function hasPassed(headers: HeaderList, via: string): boolean {
  return headerValues(headers, 'via').some((value) => value.includes(via));
}

/** RFC 9110, section 7.6.1, and what frames a body, which the listener does itself. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A target's reply as its sender gets it. */
export function passedReply({ status, headers, body }: HttpResponse): EndpointReply {
  const named = new Set(
    headerValues(headers, 'connection').flatMap((value) => value.split(',').map((name) => name.trim().toLowerCase())),
  );
  const passed = headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !ofTheConnection.has(lower) && (lower === 'content-length' || !named.has(lower));
  });
  return { status, headers: passed, body };
}
