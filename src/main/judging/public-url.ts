import type { CaptureVia } from '../../core/capture.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import { type HeaderList, headerValues } from '../../core/http/headers.ts';
import { queryOfTarget } from '../../core/http/message.ts';
import type { SignedRequest } from '../../core/signature/request-parts.ts';
import { isHostOf } from '../tunnel/public-host.ts';

/**
 * The URL a sender of this capture signed, as far as we can know it, for schemes that sign one (Square, Twilio):
 * the endpoint's own setting first; else the Host the sender dialled, over the tunnel's protocol for captures that
 * came through it. A tunnel keeps the public name in Host, so captures stay right after the tunnel's name changed.
 */
export function publicUrlOf(
  endpoint: Endpoint,
  capture: { readonly via: CaptureVia; readonly target: string; readonly headers: HeaderList },
  tunnelUrl: string | null,
): string | null {
  if (endpoint.publicUrl !== null) {
    const query = queryOfTarget(capture.target);
    return endpoint.publicUrl.includes('?') || query === '' ? endpoint.publicUrl : `${endpoint.publicUrl}?${query}`;
  }
  if (!capture.target.startsWith('/')) return null;
  const hosts = headerValues(capture.headers, 'host');
  // Another host was the tunnel's before.
  if (capture.via === 'tunnel' && tunnelUrl !== null && hosts.some((host) => isHostOf(tunnelUrl, host))) {
    return `${tunnelUrl}${capture.target}`;
  }
  const [host] = hosts;
  if (host === undefined || hosts.length > 1 || !/^[A-Za-z0-9.:[\]_-]+$/.test(host)) return null;
  return `${capture.via === 'tunnel' ? 'https' : 'http'}://${host}${capture.target}`;
}

/** A capture as its signature sees it. */
export function signedRequestOf(
  capture: Omit<SignedRequest, 'url'> & { readonly via: CaptureVia },
  endpoint: Endpoint,
  tunnelUrl: string | null,
): SignedRequest {
  const { method, target, headers, body } = capture;
  return { method, target, url: publicUrlOf(endpoint, capture, tunnelUrl), headers, body };
}
