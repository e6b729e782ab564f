import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/start.js', import.meta.url));

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hookproof-start-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  return spawn(process.execPath, [script, '--data', dataDir, ...args], {
    env: { ...env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The first line on standard output. */
async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

describe.runIf(process.platform === 'linux')('npm start without a display', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says why, prints the URL, serves the page and ends on %s',
    async (signal) => {
      const child = start(['--capture-port', '0']);
      const standardError = text(child.stderr);
      const exit = once(child, 'exit');
      const [line] = await once(createInterface({ input: child.stdout }), 'line');
      const url = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}/.exec(String(line))?.[0];
      if (url === undefined) throw new Error(`no URL in ${line}`);
      expect((await fetch(url)).status).toBe(200);
      child.kill(signal);
      // npm hands a terminal's Ctrl+C on a second time.
      child.kill(signal);
      expect(await exit).toEqual([0, null]);
      expect(await standardError).toContain(
        'Hookproof: there is no display, so the app is served to your browser instead.\n',
      );
      const port = Number(new URL(url).port);
      const [error] = await once(createConnection(port, '127.0.0.1'), 'error');
      expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    },
  );

  it('passes wrong usage on as exit code 2', async () => {
    const child = start(['--port', 'none']);
    child.stdout.resume();
    child.stderr.resume();
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});

const runtimeIsMissing = !existsSync(new URL('../../node_modules/electron/path.txt', import.meta.url));

it.runIf(runtimeIsMissing)(
  'npm start without Electron’s runtime tries to get it, says that it could not, and serves',
  async () => {
    const child = start(['--capture-port', '0'], {
      DISPLAY: ':99',
      // Where electron's installer looks: nobody answers there, and nothing was downloaded before.
      ELECTRON_MIRROR: 'http://127.0.0.1:1/',
      electron_config_cache: dataDir,
    });
    const standardError = text(child.stderr);
    expect(await firstLine(child)).toContain('#token=');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await standardError).toContain(
      'Hookproof: Electron’s runtime could not be downloaded, so the app is served to your browser instead.\n',
    );
  },
);
