import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { CaptureSummary } from '../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import type { Engine } from '../../src/main/engine.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../support/engine.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';

const SECRET = "It's a Secret to Everybody";

function githubHeaders(body: string, secret = SECRET): Record<string, string> {
  const mac = createHmac('sha256', secret).update(body).digest('hex');
  return { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${mac}`, 'Content-Type': 'application/json' };
}

/** Sends and waits until the capture is judged. */
async function deliver(engine: Engine, path: string, init: RequestInit): Promise<CaptureSummary> {
  const seen = new Set(
    (await engine.handlers['captures.list']({ filter: {}, before: null, limit: 500 })).rows.map((r) => r.id),
  );
  const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
    rows.some((row) => !seen.has(row.id) && row.verdicts.length > 0),
  );
  const reply = await fetch(`${await captureUrl(engine)}${path}`, init);
  await reply.arrayBuffer();
  const row = (await judged).rows.find((candidate) => !seen.has(candidate.id));
  if (row === undefined) throw new Error('no row');
  return row;
}

describe('the engine', () => {
  it('captures, judges, judges again when the secret is corrected, and keeps all of it over a restart', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    const body = '{"zen":"Keep it logically awesome."}';
    const row = await deliver(engine, '/github', { method: 'POST', body, headers: githubHeaders(body) });
    expect(row).toMatchObject({ method: 'POST', target: '/github', eventType: 'push', bodyBytes: body.length });
    expect(row.verdicts[0]).toMatchObject({ status: 'unchecked', reason: 'no-secret', scheme: 'github' });

    const wrong = nextEvent(engine, 'captures.changed', ({ rows }) => rows[0]?.verdicts[0]?.status === 'failed');
    const added = unwrap(
      await engine.handlers['secrets.add']({
        endpointId: CATCH_ALL_ENDPOINT_ID,
        label: 'dev',
        scheme: null,
        value: 'wrong',
      }),
    );
    expect((await wrong).rows[0]?.verdicts[0]).toMatchObject({ reason: 'signature-mismatch' });

    const right = nextEvent(engine, 'captures.changed', ({ rows }) => rows[0]?.verdicts[0]?.status === 'verified');
    unwrap(await engine.handlers['secrets.update']({ id: added.id, value: SECRET }));
    expect((await right).rows[0]?.verdicts[0]).toMatchObject({ secretId: added.id, scheme: 'github' });

    await engine.close();
    const again = await startEngine(dir);
    const page = await again.handlers['captures.list']({ filter: {}, before: null, limit: 10 });
    expect(page.rows[0]).toMatchObject({ id: row.id, verdicts: [{ status: 'verified' }], replyStatus: 200 });
    const bytes = unwrap(
      await again.handlers['captures.bytes']({ id: row.id, part: 'body', offset: 0, maxBytes: 1000 }),
    );
    expect(Buffer.from(bytes.bytes).toString()).toBe(body);
    expect(unwrap(await again.handlers['secrets.reveal']({ id: added.id })).value).toBe(SECRET);
  });

  it('never gives a secret in the state, the events or the endpoints', async () => {
    const engine = await startEngine(await tempDir());
    const canary = 'CANARY-0123456789';
    const events: unknown[] = [];
    for (const name of ['secrets.changed', 'endpoints.changed', 'captures.changed', 'notices.changed'] as const) {
      engine.on(name, (event) => events.push(event));
    }
    unwrap(
      await engine.handlers['secrets.add']({
        endpointId: CATCH_ALL_ENDPOINT_ID,
        label: 'x',
        scheme: 'rex',
        value: canary,
      }),
    );
    expect(events).not.toHaveLength(0);
    expect(JSON.stringify([events, await engine.handlers['app.state'](null)])).not.toContain('CANARY');
  });

  it('takes the next port and says so when the configured one is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const engine = await startEngine(await tempDir(), { port });
      const { listener } = await engine.handlers['app.state'](null);
      expect(listener).toMatchObject({ kind: 'listening', insteadOf: port });
      expect((await fetch(await captureUrl(engine))).status).toBe(200);
    } finally {
      squatter.close();
    }
  });

  it('gives each path to the endpoint with the longest prefix, and answers as that endpoint says', async () => {
    const engine = await startEngine(await tempDir());
    const outer = unwrap(await engine.handlers['endpoints.create']({ name: 'Outer', path: '/a' }));
    const inner = unwrap(await engine.handlers['endpoints.create']({ name: 'Inner', path: '/a/b/' }));
    unwrap(
      await engine.handlers['endpoints.update']({
        id: inner.id,
        reply: { status: 202, headers: [['X-Reply', 'inner']], body: new TextEncoder().encode('thanks') },
      }),
    );
    const url = await captureUrl(engine);
    const reply = await fetch(`${url}/a/b/c?x=1`, { method: 'PUT', body: 'x' });
    expect([reply.status, reply.headers.get('x-reply'), await reply.text()]).toEqual([202, 'inner', 'thanks']);
    expect((await deliver(engine, '/a/bc', {})).endpointId).toBe(outer.id);
    expect((await deliver(engine, '/ab', {})).endpointId).toBe(CATCH_ALL_ENDPOINT_ID);

    unwrap(await engine.handlers['endpoints.delete']({ id: inner.id }));
    const page = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 10 });
    expect(page.rows.find((row) => row.target === '/a/b/c?x=1')?.endpointId).toBe(CATCH_ALL_ENDPOINT_ID);
  });

  it('replays byte for byte, signs again with a fresh timestamp, and keeps the attempts', async () => {
    const engine = await startEngine(await tempDir());
    const secret = unwrap(
      await engine.handlers['secrets.add']({
        endpointId: CATCH_ALL_ENDPOINT_ID,
        label: 'k',
        scheme: null,
        value: 's3cret-text',
      }),
    );
    const body = Buffer.from([0, 255, 13, 10, 128]);
    const old = `t=1600000000,v1=${createHmac('sha256', 's3cret-text').update('1600000000.').update(body).digest('hex')}`;
    const row = await deliver(engine, '/rex?a=%7e', { method: 'POST', body, headers: { 'X-Rex-Signature': old } });
    expect(row.verdicts[0]).toMatchObject({ status: 'failed', reason: 'stale-timestamp' });

    const target = await startTarget({ status: 201, body: 'made' });
    const exact = unwrap(await engine.handlers['send.replay']({ captureId: row.id, url: target.url, signing: null }));
    expect(exact.outcome).toMatchObject({ kind: 'replied', status: 201 });
    expect(target.requests[0]?.header('x-rex-signature')).toBe(old);
    expect(target.requests[0]?.body).toEqual(body);

    const signing = { scheme: 'rex', secretId: secret.id, signedUrl: null };
    unwrap(await engine.handlers['send.replay']({ captureId: row.id, url: target.url, signing }));
    const [, second] = target.requests;
    const [, at, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(second?.header('x-rex-signature') ?? '') ?? [];
    expect(Math.abs(Number(at) - Date.now() / 1000)).toBeLessThan(60);
    expect(mac).toBe(createHmac('sha256', 's3cret-text').update(`${at}.`).update(body).digest('hex'));
    expect(second?.body).toEqual(body);

    const attempts = await engine.handlers['attempts.list']({ captureId: row.id, limit: 10 });
    expect(attempts.map((attempt) => attempt.signedWith)).toEqual(['rex', null]);
  });

  it('says what is wrong with a target and keeps the failed attempt', async () => {
    const engine = await startEngine(await tempDir());
    const row = await deliver(engine, '/', { method: 'POST', body: 'x' });
    const closed = await startTarget();
    await closed.close();
    const sent = unwrap(await engine.handlers['send.replay']({ captureId: row.id, url: closed.url, signing: null }));
    expect(sent.outcome).toMatchObject({ kind: 'failed', failure: { code: 'target-unreachable', cause: 'refused' } });
    expect(await engine.handlers['attempts.list']({ captureId: row.id, limit: 10 })).toHaveLength(1);
    const elsewhere = await engine.handlers['send.replay']({
      captureId: row.id,
      url: 'http://192.0.2.1/',
      signing: null,
    });
    expect(elsewhere).toMatchObject({ ok: false, failure: { code: 'target-unconfirmed', origin: 'http://192.0.2.1' } });
    const typo = await engine.handlers['send.replay']({ captureId: row.id, url: 'localhost:3000', signing: null });
    expect(typo).toMatchObject({ ok: false, failure: { code: 'target-invalid' } });
  });

  it('clears with an undo', async () => {
    const engine = await startEngine(await tempDir());
    const row = await deliver(engine, '/', { method: 'POST', body: 'x' });
    const cleared = unwrap(await engine.handlers['captures.clear']({ filter: {} }));
    expect(cleared.count).toBe(1);
    const list = () => engine.handlers['captures.list']({ filter: {}, before: null, limit: 10 });
    expect((await list()).rows).toEqual([]);
    unwrap(await engine.handlers['captures.restore']({ token: cleared.token }));
    expect((await list()).rows.map((one) => one.id)).toEqual([row.id]);
  });

  it('holds the history to its bounds', async () => {
    const engine = await startEngine(await tempDir());
    for (let i = 0; i < 5; i++) await deliver(engine, `/${i}`, {});
    const removed = nextEvent(engine, 'captures.removed', () => true);
    unwrap(await engine.handlers['settings.update']({ patch: { history: { maxCount: 2 } } }));
    expect(await removed).toMatchObject({ ids: [1, 2, 3] });
  });

  it('refuses a second engine on the same folder, and lets the next one in after closing', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    await expect(startEngine(dir)).rejects.toThrow('data-dir-locked');
    await engine.close();
    await startEngine(dir);
  });
});
