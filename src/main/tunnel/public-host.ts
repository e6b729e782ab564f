import type { CaptureVia } from '../../core/capture.ts';
import { type HeaderList, headerValues } from '../../core/http/headers.ts';

/** Whether a Host header's value names the host of this URL, port included. */
export function isHostOf(url: string, host: string): boolean {
  return /^https?:\/\/([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() === host.toLowerCase();
}

/** Whether a request came through the tunnel: only then does it name the public host (tunnels leave Host alone). */
export function viaOf(headers: HeaderList, publicUrl: string | null): CaptureVia {
  const isPublic = publicUrl !== null && headerValues(headers, 'host').some((host) => isHostOf(publicUrl, host));
  return isPublic ? 'tunnel' : 'local';
}
