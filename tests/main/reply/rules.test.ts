import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { defaultReplySettings, type ReplySettings } from '../../../src/core/reply/reply-settings.ts';
import type { Engine } from '../../../src/main/engine.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../../support/engine.ts';
import { programPath } from '../../support/programs.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { addSecret, deliver, exchange, newestId, replyAction, rule, setReplying } from './replying.ts';

const hitsOf = async (engine: Engine) => (await engine.handlers['app.state'](null)).ruleHits[CATCH_ALL_ENDPOINT_ID];

function github(secret: string, body: string) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    body,
    headers: [
      ['X-GitHub-Event', 'push'],
      ['X-Hub-Signature-256', `sha256=${signature}`],
    ] as const,
  };
}

describe('the rules of an endpoint', () => {
  it('answer in their order with values of the request, after handshakes and before the default reply', async () => {
    const engine = await startEngine(await tempDir());
    const json = [['Content-Type', 'application/json']] as const;
    await setReplying(engine, {
      rules: [
        { ...rule('off', {}, replyAction({ status: 500 })), isOn: false },
        rule('put', { method: 'PUT' }, replyAction({ status: 202, headers: [['X-Seen', '{{header.x-a}}']] })),
        rule(
          'json',
          { json: { path: 'type', equals: 'a' } },
          replyAction({ status: 201, headers: json, body: '{"got":"{{json.id}}{{json.no}}"}' }),
        ),
        rule('json again', { json: { path: 'type', equals: 'a' } }, replyAction({ status: 500 })),
      ],
    });
    const put = await deliver(engine, '/x', { method: 'PUT', headers: [['X-A', 'b']] });
    expect([put.reply.status, put.reply.headers]).toEqual([202, expect.arrayContaining([['X-Seen', 'b']])]);
    expect(put.capture).toMatchObject({ replyStatus: 202, replyLabel: 'rule put', reply: { source: 'rule' } });
    const posted = await deliver(engine, '/x', { body: '{"type":"a","id":"\\"1"}' });
    expect([posted.reply.status, posted.reply.text]).toEqual([201, '{"got":"\\"1"}']);
    expect(posted.capture.replyLabel).toBe('rule json (empty: {{json.no}})');
    expect((await deliver(engine, '/x', { body: '{"type":"b"}' })).capture).toMatchObject({
      replyStatus: 200,
      replyLabel: null,
      reply: { source: 'default' },
    });
    expect((await deliver(engine, '/x', { body: '{"challenge":"c"}' })).capture.reply?.source).toBe('handshake');
  });

  it('are counted, also over a restart, and forgotten with the rule', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    const [a, b] = [rule('a', { method: 'PUT' }, replyAction()), rule('b', {}, replyAction())];
    await setReplying(engine, { rules: [a, b] });
    const counted = nextEvent(engine, 'rules.counted', ({ hits }) => hits.b === 2);
    for (const method of ['PUT', 'POST', 'POST']) await deliver(engine, '/', { method });
    expect(await counted).toEqual({ endpointId: CATCH_ALL_ENDPOINT_ID, hits: { a: 1, b: 2 } });
    await engine.close();
    const again = await startEngine(dir);
    expect(await hitsOf(again)).toEqual({ a: 1, b: 2 });
    await setReplying(again, { rules: [b] });
    expect(await hitsOf(again)).toEqual({ b: 2 });
    await setReplying(again, { rules: [] });
    expect(await hitsOf(again)).toBeUndefined();
  });

  it('know the verdict: what fails is rejected, before the sender hears anything else', async () => {
    const engine = await startEngine(await tempDir());
    await addSecret(engine, 'github', 'right');
    await setReplying(engine, {
      rules: [
        rule('reject', {}, { kind: 'reject-failed' }),
        rule('good', { verdict: 'verified' }, replyAction({ status: 202 })),
        rule('none', { verdict: 'unchecked' }, replyAction({ status: 203 })),
      ],
    });
    const statuses = [];
    for (const sent of [github('wrong', '{}'), github('right', '{}'), { body: '{}' }]) {
      const { reply, capture } = await deliver(engine, '/', sent);
      statuses.push([reply.status, capture.verdicts[0]?.status, capture.replyLabel]);
    }
    expect(statuses).toEqual([
      [401, 'failed', 'rule reject'],
      [202, 'verified', 'rule good'],
      [203, 'unchecked', 'rule none'],
    ]);
  });

  it('reset a connection, whose capture has no reply and says why', async () => {
    const engine = await startEngine(await tempDir());
    await setReplying(engine, { rules: [rule('down', {}, { kind: 'reset', delayMs: 0 })] });
    const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
      rows.some(({ verdicts }) => verdicts.length > 0),
    );
    await expect(exchange(await captureUrl(engine))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await judged).rows[0]).toMatchObject({ replyStatus: null, replyLabel: 'rule down: connection reset' });
    const { reply } = unwrap(await engine.handlers['captures.get']({ id: await newestId(engine) }));
    expect(reply).toBeNull();
  });

  it('delay a reply, which is recorded with its time and its pace', async () => {
    const engine = await startEngine(await tempDir());
    const slow = replyAction({ status: 503, body: '0123456789', delayMs: 40, bytesPerSecond: 200 });
    await setReplying(engine, { rules: [rule('slow', {}, slow)] });
    const { reply, capture } = await deliver(engine, '/');
    expect([reply.status, reply.text]).toEqual([503, '0123456789']);
    expect(capture).toMatchObject({
      replyStatus: 503,
      replyLabel: 'rule slow',
      reply: { source: 'rule', bodyBytes: 10 },
    });
    expect(capture.replyMs ?? 0).toBeGreaterThanOrEqual(39);
  });

  it('keep a capture that still waits for its reply, and answer it when the engine closes', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    await setReplying(engine, { rules: [rule('slow', {}, replyAction({ status: 503, delayMs: 300_000 }))] });
    const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
      rows.some(({ verdicts }) => verdicts.length > 0),
    );
    const asked = exchange(await captureUrl(engine), { body: 'kept' });
    // Stored, judged and shown while its sender waits.
    expect((await judged).rows[0]).toMatchObject({ replyStatus: null, replyLabel: 'rule slow', bodyBytes: 4 });
    await engine.close();
    expect((await asked).status).toBe(503);
    const again = await startEngine(dir);
    const { rows } = await again.handlers['captures.list']({ filter: {}, before: null, limit: 5 });
    expect(rows).toMatchObject([{ replyStatus: 503, replyLabel: 'rule slow', verdicts: [{ status: 'unchecked' }] }]);
  });

  it('keep a capture that waited for its reply when the process was killed, and do not say that it was answered', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    await setReplying(engine, { rules: [rule('slow', {}, replyAction({ status: 503, delayMs: 300_000 }))] });
    await engine.close();
    const child = spawn(process.execPath, [programPath('answer-until-killed'), dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const asked = exchange((await lines.next()).value ?? '', { body: 'kept' });
    const lost = expect(asked).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await lines.next()).value).toBe('1');
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    await lost;
    const again = await startEngine(dir);
    const { rows } = await again.handlers['captures.list']({ filter: {}, before: null, limit: 5 });
    expect(rows).toMatchObject([{ bodyBytes: 4, replyStatus: null, replyLabel: 'rule slow' }]);
  });

  it('give the default reply where an endpoint forwards and nobody does', async () => {
    const engine = await startEngine(await tempDir());
    const fallback = { status: 502, headers: [], body: new Uint8Array() };
    const forward = { targets: [], timeoutMs: 1000, fallback, queue: false, queueServerErrors: false };
    await setReplying(engine, { forward });
    expect((await deliver(engine, '/')).capture).toMatchObject({ replyStatus: 200, reply: { source: 'default' } });
  });

  it.each<readonly [string, Partial<ReplySettings>, string]>([
    ['delay', { rules: [rule('a', {}, { kind: 'reset', delayMs: 300_001 })] }, 'Rule “rule a”: delay'],
    ['pace', { rules: [rule('a', {}, replyAction({ bytesPerSecond: 0 }))] }, 'Rule “rule a”: pace'],
    ['status', { rules: [rule('a', {}, replyAction({ status: 199 }))] }, 'Rule “rule a”: status'],
    [
      'header',
      { rules: [rule('a', {}, replyAction({ headers: [['Content-Length', '1']] }))] },
      'Rule “rule a”: headers',
    ],
    [
      'pattern',
      { rules: [rule('a', { path: { how: 'glob', text: '*'.repeat(1001) } }, replyAction())] },
      'Rule “rule a”: pattern',
    ],
    ['rules', { rules: [rule('a', {}, replyAction()), rule('a', {}, replyAction())] }, 'Rules'],
  ])('are refused with a wrong %s', async (_what, change, field) => {
    const engine = await startEngine(await tempDir());
    const replying = { ...defaultReplySettings, ...change };
    const refused = await engine.handlers['endpoints.update']({ id: CATCH_ALL_ENDPOINT_ID, replying });
    expect(refused).toMatchObject({ ok: false, failure: { code: 'invalid-input', field } });
  });
});
