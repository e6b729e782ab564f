import { createHmac } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewCapture } from '../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { openSqliteStore } from '../../src/main/storage/sqlite/sqlite-store.ts';
import { captureUrl, nextEvent, sourceWorkers, startEngine, unwrap } from '../support/engine.ts';
import { tempDir } from '../support/temp-dir.ts';

const arrival: NewCapture = {
  kind: 'request',
  endpointId: CATCH_ALL_ENDPOINT_ID,
  receivedAt: Date.now(),
  via: 'local',
  peer: { address: '127.0.0.1', port: 1 },
  method: 'POST',
  target: '/left-behind',
  httpVersion: '1.1',
  headers: [],
  trailers: [],
  completeness: 'complete',
  declaredBodyBytes: 0,
  malformed: null,
  timings: { headMs: 1, bodyMs: 1 },
  raw: new Uint8Array(0),
  body: new Uint8Array(0),
};

describe('the engine after a bad end', () => {
  it('judges what was stored and never judged', async () => {
    const dir = await tempDir();
    const store = unwrap(await openSqliteStore({ file: join(dir, 'history.db'), workers: sourceWorkers }));
    for (let i = 0; i < 250; i++) unwrap(await store.append(arrival));
    await store.close();
    const engine = await startEngine(dir);
    const last = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some((row) => row.id === 250));
    await last;
    const page = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 500 });
    expect(page.rows).toHaveLength(250);
    for (const row of page.rows) expect(row.verdicts).toMatchObject([{ status: 'unchecked', reason: 'no-scheme' }]);
  });

  it.each([['settings.json'], ['collections']])(
    'says that %s is not what it should be, and lets go of the folder',
    async (name) => {
      const dir = await tempDir();
      const path = join(dir, name);
      if (name === 'collections') await writeFile(path, 'a file');
      else await mkdir(path);
      await expect(startEngine(dir)).rejects.toThrow('data-dir-unwritable');
      await rm(path, { recursive: true });
      await startEngine(dir);
    },
  );
});

describe('an engine started for one run', () => {
  it('has settings of its own that are not stored, until they are changed', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir, { settings: { theme: 'dark', send: { timeoutMs: 500 } } });
    const settings = async () => (await engine.handlers['app.state'](null)).settings;
    expect(await settings()).toMatchObject({ theme: 'dark', send: { timeoutMs: 500, verifyTls: true } });
    unwrap(await engine.handlers['settings.update']({ patch: { send: { timeoutMs: 900 } } }));
    expect(await settings()).toMatchObject({ theme: 'dark', send: { timeoutMs: 900 } });
    await engine.close();
    const next = await startEngine(dir);
    expect((await next.handlers['app.state'](null)).settings).toMatchObject({
      theme: 'system',
      send: { timeoutMs: 900 },
    });
  });
});

describe('a secret for one scheme', () => {
  const SECRET = 'the shared secret';
  const signed = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

  it('is tried on a request that carries the scheme’s signature and nothing else of it', async () => {
    const engine = await startEngine(await tempDir(), {
      temporarySecrets: [
        { label: 'g', scheme: 'github', value: SECRET },
        { label: 'v', scheme: 'vorsto-x-signature', value: SECRET },
      ],
    });
    const send = async (headers: Record<string, string>) => {
      const judged = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some((row) => row.verdicts.length > 0));
      await fetch(await captureUrl(engine), { method: 'POST', body: '{}', headers });
      return (await judged).rows[0]?.verdicts[0];
    };
    expect(await send({ 'X-Hub-Signature-256': signed('{}') })).toMatchObject({ status: 'verified', scheme: 'github' });
    expect(await send({ 'X-Signature': 'abc' })).toMatchObject({
      status: 'failed',
      scheme: 'vorsto-x-signature',
      reason: 'malformed-signature',
    });
  });

  it('is not tried as the weaker of two signatures that are present', async () => {
    const engine = await startEngine(await tempDir(), {
      temporarySecrets: [{ label: 'old', scheme: 'github-sha1', value: SECRET }],
    });
    const judged = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some((row) => row.verdicts.length > 0));
    const sha1 = createHmac('sha1', SECRET).update('{}').digest('hex');
    const headers = { 'X-GitHub-Event': 'push', 'X-Hub-Signature': `sha1=${sha1}`, 'X-Hub-Signature-256': signed('x') };
    await fetch(await captureUrl(engine), { method: 'POST', body: '{}', headers });
    expect((await judged).rows[0]?.verdicts.map(({ scheme }) => scheme)).not.toContain('github-sha1');
  });
});
