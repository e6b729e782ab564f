import { describe, expect, it } from 'vitest';
import { type AuditOrder, type AuditProgress, checkIds } from '../../../src/core/audit/audit.ts';
import { sameBytes } from '../../../src/core/bytes.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { right, SECRET, verifying } from '../../audit/faults/fault.ts';
import { type Handler, serve } from '../../audit/handler.ts';
import { startEngine, unwrap } from '../../support/engine.ts';
import { defaultExpectations } from '../../support/expectations.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function engineWithSecret(): Promise<{
  engine: Engine;
  order: (target: string, more?: Partial<AuditOrder>) => AuditOrder;
}> {
  const engine = await startEngine(await tempDir());
  const { id } = unwrap(
    await engine.handlers['secrets.add']({ endpointId: 'catch-all', label: 'Test', scheme: 'github', value: SECRET }),
  );
  return {
    engine,
    order: (target, more = {}) => ({
      run: 'one',
      target,
      scheme: 'github',
      secretId: id,
      requestFrom: null,
      signedUrl: null,
      expectations: defaultExpectations,
      ...more,
    }),
  };
}

const skipsMissing: Handler = verifying((request) => !request.headers['x-hub-signature-256'] || right.github(request));

describe('audits.run', () => {
  it('reports, tells its progress check by check, and cuts bodies that nobody reads whole', async () => {
    await using server = await serve(skipsMissing);
    const { engine, order } = await engineWithSecret();
    const seen: AuditProgress[] = [];
    engine.on('audits.progress', (progress) => seen.push(progress));
    const report = unwrap(await engine.handlers['audits.run'](order(server.url)));
    expect(report.checks.map(({ id }) => id)).toEqual(checkIds);
    expect(report.findings).toBe(1);
    expect(seen.filter((one) => one.report !== null).map(({ done }) => done)).toEqual(
      checkIds.map((_, index) => index + 1),
    );
    expect(seen.every(({ run, total }) => run === 'one' && total === checkIds.length)).toBe(true);
    const large = report.checks.find(({ id }) => id === 'handles-large-body')?.exchanges[0];
    expect(large?.request.body.length).toBe(64 * 1024);
    expect(large?.requestBytes).toBeGreaterThan(1024 * 1024);
  });

  it('makes its requests from a template or a capture', async () => {
    const bodies: string[] = [];
    await using server = await serve(
      verifying(right.github, ({ body }) => {
        bodies.push(body.toString());
        return 200;
      }),
    );
    const { engine, order } = await engineWithSecret();
    const template = { kind: 'template', id: 'github/push' } as const;
    unwrap(await engine.handlers['audits.run'](order(server.url, { requestFrom: template })));
    expect(bodies[0]).toContain('refs/heads/main');
    bodies.length = 0;
    const { listener } = await engine.handlers['app.state'](null);
    if (listener.kind !== 'listening') throw new Error('not listening');
    await fetch(`http://127.0.0.1:${listener.port}/in`, { method: 'POST', body: '{"captured":true}' });
    const page = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 1 });
    const capture = { kind: 'capture', id: page.rows[0]?.id ?? 0 } as const;
    unwrap(await engine.handlers['audits.run'](order(server.url, { requestFrom: capture })));
    expect(bodies[0]).toBe('{"captured":true}');
  });

  it('fails before it sends where it may not or cannot', async () => {
    await using server = await serve(() => 200);
    const { engine, order } = await engineWithSecret();
    const run = engine.handlers['audits.run'];
    const gone = (what: string) => ({ ok: false, failure: { code: 'not-found', what } });
    expect(await run(order(server.url, { scheme: 'none-such' }))).toMatchObject({
      failure: { code: 'scheme-unknown' },
    });
    expect(await run(order(server.url, { secretId: 'none-such' }))).toEqual(gone('secret'));
    expect(await run(order(server.url, { requestFrom: { kind: 'template', id: 'none' } }))).toEqual(gone('template'));
    expect(await run(order(server.url, { requestFrom: { kind: 'capture', id: 99 } }))).toEqual(gone('capture'));
    expect(await run(order('ftp://127.0.0.1/'))).toMatchObject({ failure: { code: 'target-invalid' } });
    expect(await run(order('http://192.0.2.1/hook'))).toMatchObject({ failure: { code: 'target-unconfirmed' } });
    const { port } = new URL(server.url);
    await server[Symbol.asyncDispose]();
    expect(await run(order(`http://127.0.0.1:${port}/`))).toMatchObject({ failure: { code: 'target-unreachable' } });
  });

  it('never sends to the control port of its own', async () => {
    await using server = await serve(() => 200);
    const port = Number(new URL(server.url).port);
    const engine = await startEngine(await tempDir(), { controlPorts: () => [port] });
    const { id } = unwrap(
      await engine.handlers['secrets.add']({ endpointId: 'catch-all', label: 'Test', scheme: 'github', value: SECRET }),
    );
    const order: AuditOrder = {
      run: 'one',
      target: server.url,
      scheme: 'github',
      secretId: id,
      requestFrom: null,
      signedUrl: null,
      expectations: defaultExpectations,
    };
    expect(await engine.handlers['audits.run'](order)).toMatchObject({
      failure: { code: 'target-forbidden' },
    });
  });

  it('is cancelled by name, in the middle of a request, and says what is known', async () => {
    const { engine, order } = await engineWithSecret();
    let arrived = 0;
    // The first request that is not signed is never answered.
    await using server = await serve((request) => {
      if (request.headers['x-hub-signature-256'] !== undefined) return right.github(request) ? 200 : 401;
      arrived++;
      void engine.handlers['audits.cancel']({ run: 'one' });
      return null;
    });
    const report = unwrap(await engine.handlers['audits.run'](order(server.url)));
    expect(arrived).toBe(1);
    expect(report.cancelled).toBe(true);
    expect(report.checks.map(({ id }) => id)).toEqual(['accepts-valid', 'accepts-valid-unicode', 'accepts-rotated']);
  });
});

describe('what is kept of an audit', () => {
  it('opens every request whole, and sends it again as it was', async () => {
    const bodies: Buffer[] = [];
    await using server = await serve(
      verifying(right.github, ({ body }) => {
        bodies.push(body);
        return 200;
      }),
    );
    const { engine, order } = await engineWithSecret();
    unwrap(await engine.handlers['audits.run'](order(server.url)));
    const draft = unwrap(await engine.handlers['audits.draft']({ run: 'one', check: 'handles-large-body', index: 0 }));
    bodies.length = 0;
    unwrap(await engine.handlers['send.draft']({ draft, origin: { kind: 'forge' } }));
    expect(bodies.length).toBe(1);
    expect(sameBytes(bodies[0] ?? new Uint8Array(0), draft.body)).toBe(true);
    const gone = { ok: false, failure: { code: 'not-found', what: 'audit' } };
    const place = { run: 'one', check: 'handles-large-body', index: 9 } as const;
    expect(await engine.handlers['audits.draft'](place)).toEqual(gone);
    expect(await engine.handlers['audits.draft']({ ...place, run: 'another' })).toEqual(gone);
    expect(await engine.handlers['audits.export']({ run: 'another', format: 'json' })).toEqual(gone);
  });

  it('writes the report in each format, and keeps the last four', async () => {
    await using server = await serve(skipsMissing);
    const { engine, order } = await engineWithSecret();
    for (const run of ['a', 'b', 'c', 'd', 'e'])
      unwrap(await engine.handlers['audits.run'](order(server.url, { run })));
    expect((await engine.handlers['audits.export']({ run: 'a', format: 'json' })).ok).toBe(false);
    const texts = (['json', 'junit', 'html'] as const).map(async (format) => {
      return unwrap(await engine.handlers['audits.export']({ run: 'b', format })).text;
    });
    const [json = '', junit, html] = await Promise.all(texts);
    expect(JSON.parse(json).findings).toBe(1);
    expect(junit).toContain('<failure type="high"');
    expect(html).toContain('<!doctype html>');
  });
});
