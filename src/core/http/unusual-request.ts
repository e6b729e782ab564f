import { type HeaderList, headerValues } from './headers.ts';

/** uri-host with an optional port (RFC 9110, section 7.2), loosely: what no authority may hold is what is looked for. */
const AUTHORITY = /^[\w.~!$&'()*+,;=%:[\]-]+$/;

/**
 * What the parser takes and many servers in front of a handler refuse with 400, in sentences for the user: a sender that works here may
 * fail there. Empty for an ordinary request.
 */
export function unusualInRequest(request: {
  readonly httpVersion: string;
  readonly headers: HeaderList;
}): readonly string[] {
  const { httpVersion, headers } = request;
  return [...aboutVersion(httpVersion, headers), ...aboutHost(httpVersion, headers)];
}

function aboutVersion(version: string, headers: HeaderList): readonly string[] {
  if (version === '0.9') return ['Its request line has no HTTP version, as in HTTP/0.9.'];
  if (version === '1.0' && headerValues(headers, 'Transfer-Encoding').length > 0)
    return ['It is HTTP/1.0 with Transfer-Encoding, which HTTP/1.0 does not know (RFC 9112, section 6.1).'];
  if (version === '1.0' || version === '1.1') return [];
  return [`Its request line says HTTP/${version}, but it is written as HTTP/1.1.`];
}

/** RFC 9112, section 3.2: a server answers 400 to HTTP/1.1 without Host, with more than one, or with one that is not valid. */
function aboutHost(version: string, headers: HeaderList): readonly string[] {
  const hosts = headerValues(headers, 'Host');
  const [host] = hosts;
  if (host === undefined) {
    return version === '0.9' || version === '1.0' ? [] : ['It has no Host header, which HTTP/1.1 requires.'];
  }
  if (hosts.length > 1) return [`It has ${hosts.length} Host headers; HTTP allows one.`];
  if (host === '') return ['Its Host header is empty.'];
  return AUTHORITY.test(host) ? [] : ['Its Host header is no host: it holds a character that none may have.'];
}
