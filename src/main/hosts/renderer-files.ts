import { readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

/** A file of the built renderer. */
export interface RendererFile {
  readonly path: string;
  readonly contentType: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/**
 * The built renderer by URL path (`/assets/index.js`), listed once: a request can only name what the build made, so there
 * is no path to traverse. Source maps and files of types the build does not make are left out.
 */
export async function listRendererFiles(rendererDir: string): Promise<ReadonlyMap<string, RendererFile>> {
  const files = new Map<string, RendererFile>();
  for (const entry of await readdir(rendererDir, { recursive: true, withFileTypes: true })) {
    const contentType = contentTypes[extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(rendererDir, path).split(sep).map(encodeURIComponent).join('/')}`, { path, contentType });
  }
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`there is no built renderer in ${rendererDir}`);
  return files.set('/', index);
}
