import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { asksOf } from '../../../src/core/handshake/handshake.ts';
import { handshakes } from '../../../src/core/handshake/handshakes.ts';
import { VERIFY_TOKEN } from '../../../src/core/secret.ts';
import { schemeById } from '../../../src/core/signature/registry.ts';
import { captureUrl, startEngine, unwrap } from '../../support/engine.ts';
import { emptyContext, secretOf, signedAsk } from '../../support/handshakes.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { addSecret, deliver, setReplying } from './replying.ts';

describe('a handshake over the wire', () => {
  it('is answered for every provider, recorded as such and named in the row', { timeout: 60_000 }, async () => {
    const engine = await startEngine(await tempDir());
    const url = await captureUrl(engine);
    unwrap(await engine.handlers['endpoints.update']({ id: CATCH_ALL_ENDPOINT_ID, publicUrl: `${url}/hooks` }));
    await addSecret(engine, VERIFY_TOKEN, 'tok');
    const asked: string[] = [];
    for (const handshake of handshakes) {
      const { scheme } = handshake;
      const secret = secretOf(scheme);
      // What an Asana or Notion endpoint has before is nothing.
      const isBrought = ['asana', 'notion'].includes(scheme);
      const added = isBrought
        ? null
        : unwrap(
            await engine.handlers['secrets.add']({
              endpointId: CATCH_ALL_ENDPOINT_ID,
              label: 's',
              scheme,
              value: secret,
            }),
          );
      const context = { ...emptyContext, secretsFor: () => [secret], verifyTokens: ['tok'], publicUrl: `${url}/hooks` };
      for (const ask of asksOf(handshake, context)) {
        const signed = signedAsk(scheme, ask, `${url}/hooks`, secret);
        const { reply, capture } = await deliver(engine, signed.url.slice(url.length), signed);
        expect([handshake.name, ask.what, ask.isAnswered(reply), capture.reply?.source]).toEqual([
          handshake.name,
          ask.what,
          true,
          'handshake',
        ]);
        expect(capture.replyLabel).toContain(handshake.name);
        if (ask.method !== 'HEAD') expect(capture.reply?.bodyBytes).toBe(reply.body.length);
        asked.push(scheme);
      }
      if (added !== null) unwrap(await engine.handlers['secrets.delete']({ id: added.id }));
    }
    expect(new Set(asked).size).toBe(30);
    const { secrets } = await engine.handlers['app.state'](null);
    expect(secrets.map(({ scheme }) => scheme)).toEqual([VERIFY_TOKEN, 'asana', 'notion']);
  });

  it('brings Asana’s secret, which verifies the next delivery; another one only where it is awaited', async () => {
    const engine = await startEngine(await tempDir());
    const handshake = (value: string) => deliver(engine, '/', { headers: [['X-Hook-Secret', value]] });
    const first = await handshake('first-secret-of-asana');
    expect([first.reply.status, first.reply.headers]).toEqual([
      200,
      expect.arrayContaining([['X-Hook-Secret', 'first-secret-of-asana']]),
    ]);
    const body = '{"events":[]}';
    const signature = createHmac('sha256', 'first-secret-of-asana').update(body).digest('hex');
    const event = await deliver(engine, '/', { headers: [['X-Hook-Signature', signature]], body });
    expect(event.capture).toMatchObject({ verdicts: [{ status: 'verified', scheme: 'asana' }], replyLabel: null });

    const stranger = await handshake('a-strangers-secret');
    expect(stranger.reply.headers.some(([name]) => name === 'X-Hook-Secret')).toBe(false);
    expect(stranger.capture).toMatchObject({
      reply: { source: 'default' },
      replyLabel: 'Asana handshake not answered: the endpoint has a secret already and does not await one',
    });
    await setReplying(engine, { handshakes: { on: true, awaitsSecret: true } });
    expect((await handshake('second-secret-of-asana')).capture.reply?.source).toBe('handshake');
    const state = await engine.handlers['app.state'](null);
    expect(state.endpoints[0]?.replying.handshakes).toEqual({ on: true, awaitsSecret: false });
    expect(state.secrets).toHaveLength(2);
    expect((await handshake('third-secret-of-asana')).capture.reply?.source).toBe('default');
  });

  it('stores one secret of two that come at once', async () => {
    const engine = await startEngine(await tempDir());
    const url = await captureUrl(engine);
    const post = (value: string) => fetch(url, { method: 'POST', headers: { 'X-Hook-Secret': value } });
    const replies = await Promise.all([post('one-secret'), post('two-secret')]);
    expect(replies.filter(({ headers }) => headers.has('x-hook-secret'))).toHaveLength(1);
    expect((await engine.handlers['app.state'](null)).secrets).toHaveLength(1);
  });

  it('is an ordinary request where handshakes are off, or the endpoint belongs to another provider', async () => {
    const engine = await startEngine(await tempDir());
    const ask = { headers: [['Content-Type', 'application/json']], body: '{"challenge":"c"}' } as const;
    expect((await deliver(engine, '/', ask)).reply.text).toBe('{"challenge":"c"}');
    unwrap(await engine.handlers['endpoints.update']({ id: CATCH_ALL_ENDPOINT_ID, scheme: 'slack' }));
    expect((await deliver(engine, '/', ask)).reply.text).toBe('ok\n');
    unwrap(await engine.handlers['endpoints.update']({ id: CATCH_ALL_ENDPOINT_ID, scheme: null }));
    await setReplying(engine, { handshakes: { on: false, awaitsSecret: false } });
    const off = await deliver(engine, '/', ask);
    expect([off.reply.text, off.capture.reply?.source, off.capture.replyLabel]).toEqual(['ok\n', 'default', null]);
  });

  it('does not sign with a secret that may be another provider’s', async () => {
    const engine = await startEngine(await tempDir());
    unwrap(
      await engine.handlers['secrets.add']({
        endpointId: CATCH_ALL_ENDPOINT_ID,
        label: 'any',
        scheme: null,
        value: 'any-secret',
      }),
    );
    const asked = await deliver(engine, '/?crc_token=abc', { method: 'GET' });
    expect([asked.reply.text, asked.capture.replyLabel]).toEqual([
      'ok\n',
      'X challenge response check not answered: the endpoint has no secret for it',
    ]);
    // Nothing is verified with a verify token.
    await addSecret(engine, VERIFY_TOKEN, 'tok');
    const body = '{}';
    const signature = createHmac('sha256', 'tok').update(body).digest('hex');
    const event = await deliver(engine, '/', {
      headers: [
        ['X-Hub-Signature-256', `sha256=${signature}`],
        ['X-GitHub-Event', 'push'],
      ],
      body,
    });
    expect(event.capture.verdicts[0]).toMatchObject({ status: 'failed', scheme: 'github' });
    expect(schemeById(VERIFY_TOKEN)).toBeUndefined();
  });
});
