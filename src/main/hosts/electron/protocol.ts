import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { listRendererFiles } from '../renderer-files.ts';
import { securityHeaders } from '../response-headers.ts';
import { APP_SCHEME } from './policy.ts';

/** Before `ready`. A standard, secure scheme has an origin of its own; it gets no way around the content policy. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built renderer under `app://bundle/`, and nothing that the build did not make. */
export async function serveAppScheme(rendererDir: string): Promise<void> {
  const files = await listRendererFiles(rendererDir);
  protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = url.host === 'bundle' && request.method === 'GET' ? files.get(url.pathname) : undefined;
    const headers = securityHeaders();
    if (file === undefined) {
      return new Response('There is no such file.\n', {
        status: 404,
        headers: { ...headers, 'Content-Type': 'text/plain' },
      });
    }
    return new Response(await readFile(file.path), { headers: { ...headers, 'Content-Type': file.contentType } });
  });
}
