import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { verdictWords } from '../../../src/core/signature/words.ts';
import { codeSamples } from '../../support/code-samples.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../../support/engine.ts';
import { keyFixtures, startKeyHost } from '../../support/key-host.ts';
import { judge, post, signed } from '../../support/signing.ts';
import { tempDir } from '../../support/temp-dir.ts';

const URL_OF_KEY = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';

function message() {
  const sample = codeSamples['aws-sns'];
  if (sample === undefined) throw new Error('no sample');
  return signed('aws-sns', keyFixtures.signer, sample.request, Date.now());
}

async function send(engine: Awaited<ReturnType<typeof startEngine>>): Promise<number> {
  const judged = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some(({ verdicts }) => verdicts.length > 0));
  const { headers, body } = message();
  const init = { method: 'POST', headers: headers.map(([name, value]): [string, string] => [name, value]) };
  await fetch(await captureUrl(engine), { ...init, body: new Uint8Array(body) });
  const { rows } = await judged;
  return rows[0]?.id ?? -1;
}

describe('a capture whose provider publishes its key', () => {
  it('is not checked until the key is fetched, then judged again; the next one by itself', async () => {
    const host = await startKeyHost();
    host.answers.set('/SimpleNotificationService-1.pem', { body: keyFixtures.sns });
    const dataDir = await tempDir();
    const engine = await startEngine(dataDir, { keyNetwork: host.network });
    const id = await send(engine);
    const { verdicts } = unwrap(await engine.handlers['captures.get']({ id }));
    expect(verdicts[0]).toMatchObject({ scheme: 'aws-sns', reason: 'key-unavailable', detail: URL_OF_KEY });
    if (verdicts[0] !== undefined)
      expect(verdictWords(verdicts[0]).label).toBe('Not checked: key could not be fetched');
    const asked = { captureId: id, scheme: 'aws-sns' };
    expect(await engine.handlers['keys.place'](asked)).toMatchObject({ consent: 'ask', url: URL_OF_KEY });
    expect(host.asked).toEqual([]);

    const again = nextEvent(engine, 'captures.changed', ({ rows }) => rows.some((row) => row.id === id));
    expect(await engine.handlers['keys.fetch'](asked)).toMatchObject({ ok: true, value: { consent: 'allowed' } });
    const [verdict] = (await again).rows[0]?.verdicts ?? [];
    expect(verdict).toMatchObject({ status: 'verified', secretId: 'published-key' });
    if (verdict !== undefined) expect(verdictWords(verdict).sentence).toContain('the key that the provider publishes');

    const next = await send(engine);
    expect(unwrap(await engine.handlers['captures.get']({ id: next })).verdicts[0]?.status).toBe('verified');
    expect(host.asked).toHaveLength(1);
    await engine.close();

    const reopened = await startEngine(dataDir, { keyNetwork: { ...host.network, port: 1 } });
    const explained = unwrap(await reopened.handlers['captures.explain']({ id, scheme: 'aws-sns' }));
    expect(explained.verdict.status).toBe('verified');
  });

  it('offline says why there is no key', async () => {
    const host = await startKeyHost();
    const offline = { ...host.network, resolve: () => Promise.reject(new Error('getaddrinfo EAI_AGAIN')) };
    const engine = await startEngine(await tempDir(), { keyNetwork: offline });
    const id = await send(engine);
    const asked = { captureId: id, scheme: 'aws-sns' };
    const tried = nextEvent(engine, 'keys.changed', () => true);
    const failure = { code: 'key-not-fetched', cause: 'name-not-found', host: 'sns.eu-west-1.amazonaws.com' };
    expect(await engine.handlers['keys.fetch'](asked)).toMatchObject({ ok: false, failure });
    await tried;
    expect(await engine.handlers['keys.place'](asked)).toMatchObject({ failure, fetchedAt: null });
    expect(await engine.handlers['keys.fetch']({ captureId: id, scheme: 'github' })).toMatchObject({
      failure: { code: 'key-unpublished' },
    });
    expect(await engine.handlers['keys.fetch']({ captureId: 999, scheme: 'aws-sns' })).toMatchObject({
      failure: { code: 'not-found' },
    });
    expect(await engine.handlers['keys.place']({ captureId: 999, scheme: 'aws-sns' })).toBeNull();
  });
});

describe('a key pair of the app’s own', () => {
  const endpointId = CATCH_ALL_ENDPOINT_ID;

  it('signs drafts, and its public half verifies them and can be had again', async () => {
    const engine = await startEngine(await tempDir());
    const made = unwrap(
      await engine.handlers['keys.newPair']({ endpointId, scheme: 'discord', label: 'Forging', identifier: null }),
    );
    expect(made.secret).toMatchObject({ label: 'Forging', scheme: 'discord', endpointId });
    const [shown] = made.publicHalf.forms;
    expect(shown).toMatchObject({ form: 'hex' });
    expect(unwrap(await engine.handlers['keys.publicHalf']({ secretId: made.secret.id }))).toEqual(made.publicHalf);
    const signing = { scheme: 'discord', secretId: made.secret.id, signedUrl: null };
    const draft = { method: 'POST', url: 'http://127.0.0.1:1/', headers: [], body: utf8Bytes('{}'), signing };
    const { headers } = unwrap(await engine.handlers['drafts.sign']({ draft }));
    expect(judge('discord', { ...post(headers), body: draft.body }, [shown?.text ?? ''], Date.now()).status).toBe(
      'verified',
    );
    expect(JSON.stringify(made)).not.toContain('seed:');
  });

  it('is refused where it cannot be', async () => {
    const engine = await startEngine(await tempDir());
    const make = async (scheme: string, identifier: string | null, of = endpointId) =>
      engine.handlers['keys.newPair']({ endpointId: of, scheme, label: 'l', identifier });
    expect(await make('github', null)).toMatchObject({ failure: { code: 'scheme-without-keys' } });
    expect(await make('nothing', null)).toMatchObject({ failure: { code: 'scheme-unknown' } });
    expect(await make('wise', null, 'nowhere')).toMatchObject({ failure: { code: 'not-found' } });
    expect(await make('paypal', ' ')).toMatchObject({ failure: { code: 'invalid-input' } });
    expect(await make('paypal', 'WH123')).toMatchObject({ ok: true });
    const secret = unwrap(
      await engine.handlers['secrets.add']({ endpointId, label: 'any', scheme: null, value: 'text' }),
    );
    expect(await engine.handlers['keys.publicHalf']({ secretId: secret.id })).toMatchObject({
      failure: { code: 'scheme-without-keys' },
    });
    const wrong = await engine.handlers['secrets.add']({ endpointId, label: 'w', scheme: 'wise', value: 'no key' });
    expect(await engine.handlers['keys.publicHalf']({ secretId: unwrap(wrong).id })).toMatchObject({
      failure: { code: 'secret-invalid' },
    });
    expect(await engine.handlers['keys.publicHalf']({ secretId: 'gone' })).toMatchObject({
      failure: { code: 'not-found' },
    });
  });
});
