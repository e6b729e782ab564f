import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/**
 * The points of Electron's security checklist (https://www.electronjs.org/docs/latest/tutorial/security) that are a matter of what
 * stands in the sources: what may stand in one file only, and what nowhere. What happens at run time is asked of our double of
 * Electron in `app.test.ts`; the sandbox itself is Electron's own, and nothing here can tell whether it holds.
 */

const src = fileURLToPath(new URL('../../../../src', import.meta.url));
const sources = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .map((file) => ({ file: relative(src, file), text: withoutComments(readFileSync(file, 'utf8')) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

const filesWith = (pattern: RegExp): readonly string[] =>
  sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

describe('in one place', () => {
  it.each([
    ['IPC is listened to', /\bipcMain\./, ['main/hosts/electron/bridge.ts']],
    ['windows are made', /new BrowserWindow\b/, ['main/hosts/electron/window.ts']],
    ['links leave the app', /\bopenExternal\s*\(/, ['main/hosts/electron/security.ts']],
    ['the scheme is served', /protocol\.(handle|register)/, ['main/hosts/electron/protocol.ts']],
    ['the page is given functions', /exposeInMainWorld/, ['preload/index.ts']],
  ] as const)('%s', (_what, pattern, files) => {
    expect(filesWith(pattern)).toEqual(files);
  });

  it('Electron is imported by its host, the preload and the composition root only', () => {
    expect(filesWith(/from 'electron'/).filter((file) => !file.startsWith('main/hosts/electron/'))).toEqual([
      'main/index.ts',
      'preload/index.ts',
    ]);
  });
});

describe('nowhere', () => {
  it.each([
    ['Node in a page', /nodeIntegration(InWorker|InSubFrames)?:\s*true/],
    ['a page without isolation or sandbox', /(contextIsolation|sandbox):\s*false|--no-sandbox/],
    ['a page without the web’s own security', /webSecurity:\s*false|disable-web-security/],
    ['content over plain HTTP in a secure page', /allowRunningInsecureContent/],
    ['experimental features', /experimentalFeatures|enableBlinkFeatures|enable-blink-features/],
    ['webviews', /webviewTag:\s*true|<webview/],
    ['a way around the content policy', /bypassCSP/],
    ['certificates that are not checked', /certificate-error|setCertificateVerifyProc|NODE_TLS_REJECT_UNAUTHORIZED/],
    ['files by their URL', /loadFile\s*\(|['"`]file:\/\//],
    ['Electron’s objects in the page', /exposeInMainWorld\([^)]*ipcRenderer\s*[,)]/],
    ['the remote module', /@electron\/remote/],
    ['code made of text', /\beval\s*\(|new Function\s*\(|node:vm|executeJavaScript/],
    ['markup made of text', /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write\s*\(/],
    ['Node’s lenient parser', /insecureHTTPParser:\s*true|httpValidation/],
    ['a crash reporter', /crashReporter/],
  ] as const)('%s', (_what, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });
});

it('the page can ask for nothing but the contract: two functions, three channels', () => {
  const preload = sources.find(({ file }) => file === 'preload/index.ts')?.text ?? '';
  expect(
    [...preload.matchAll(/ipcRenderer\.(invoke|on|off|send)\('(\w+)'/g)].map(([, how, channel]) => `${how} ${channel}`),
  ).toEqual(['on event', 'send taken', 'invoke command', 'on event', 'off event']);
});
