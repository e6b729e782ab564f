import { createHmac } from 'node:crypto';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { utf8ByteString } from '../../../src/core/bytes.ts';
import type { CaptureId } from '../../../src/core/capture.ts';
import type { CheckedRequest } from '../../../src/core/contract.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import type { HeaderList } from '../../../src/core/http/headers.ts';
import { fail } from '../../../src/core/result.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import type { EngineOptions } from '../../../src/main/engine.ts';
import { captureUrl, nextEvent, sourceWorkers, startEngine, unwrap } from '../../support/engine.ts';
import { programUrl } from '../../support/programs.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { begun } from './begun.ts';

const SECRET = 'CANARY-0123456789';
const BODY = '{"zen": "Keep it logically awesome."}';

const githubHeaders = (body: string, secret: string): HeaderList => [
  ['X-GitHub-Event', 'push'],
  ['X-Hub-Signature-256', `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`],
  ['Content-Type', 'application/json'],
];

const request = (body: string, secret: string): CheckedRequest => ({
  method: 'POST',
  url: 'https://example.com/hooks',
  headers: githubHeaders(body, secret),
  body: new TextEncoder().encode(body),
});

const oddWorkers = { ...sourceWorkers, search: programUrl('odd-search') };

async function start(options: Partial<EngineOptions> = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => lines.push(line) });
  const engine = await startEngine(await tempDir(), { log, ...options });
  const handlers = engine.handlers;
  const url = await captureUrl(engine);
  let captures = 0;
  return {
    engine,
    handlers,
    log: () => lines.join(''),
    addSecret: async (value: string, endpointId = CATCH_ALL_ENDPOINT_ID) =>
      unwrap(await handlers['secrets.add']({ endpointId, label: 'dev', scheme: null, value })).id,
    /** Resolves with its id when it is judged. */
    async capture(body: string, secret: string, more: Record<string, string> = {}): Promise<CaptureId> {
      captures++;
      const id = captures;
      const judged = nextEvent(engine, 'captures.changed', ({ rows }) =>
        rows.some((row) => row.id === id && row.verdicts.length > 0),
      );
      const headers = { ...Object.fromEntries(githubHeaders(body, secret)), ...more };
      await (await fetch(url, { method: 'POST', body, headers })).arrayBuffer();
      await judged;
      return id;
    },
  };
}

describe('a diagnosis', () => {
  it('proves the cause of a failed capture, with its own and with another endpoint’s secret, and logs no secret', async () => {
    const { handlers, addSecret, capture, log } = await start();
    const own = await addSecret(`${SECRET}\n`);
    const id = await capture(BODY, SECRET);
    const report = unwrap(await handlers['captures.diagnose']({ run: 'r', id, scheme: null }));
    expect(report.diagnoses[0]).toMatchObject({
      causes: ['secret-whitespace'],
      confidence: 'proved',
      evidence: { secretId: own },
    });
    expect(JSON.stringify(report)).not.toContain('CANARY');

    const elsewhere = unwrap(await handlers['endpoints.create']({ name: 'Other', path: '/other' })).id;
    const other = await addSecret('CANARY-of-another', elsewhere);
    const mixedUp = await capture(BODY, 'CANARY-of-another');
    const second = unwrap(await handlers['captures.diagnose']({ run: 'r', id: mixedUp, scheme: 'github' }));
    expect(second.diagnoses[0]).toMatchObject({ causes: ['secret-other'], evidence: { secretId: other } });
    expect(log()).not.toContain('CANARY');
  });

  it('is empty for a capture that verifies, and fails for one that is gone', async () => {
    const { handlers, addSecret, capture } = await start();
    await addSecret(SECRET);
    const id = await capture(BODY, SECRET);
    expect(unwrap(await handlers['captures.diagnose']({ run: 'r', id, scheme: null })).diagnoses).toEqual([]);
    expect(await handlers['captures.diagnose']({ run: 'r', id: id + 1, scheme: null })).toMatchObject({
      failure: { code: 'not-found' },
    });
  });

  it('finds the capture whose signature it is, before it and after it', async () => {
    const { handlers, addSecret, capture } = await start();
    await addSecret(SECRET);
    const [first, second] = ['{"number":1}', '{"number":2}'];
    const mac = createHmac('sha256', SECRET).update(first).digest('hex');
    const earlier = await capture(first, SECRET);
    const mixedUp = await capture('{"number":3}', '', { 'X-Hub-Signature-256': `sha256=${mac}` });
    const report = unwrap(await handlers['captures.diagnose']({ run: 'r', id: mixedUp, scheme: null }));
    expect(report.diagnoses[0]).toMatchObject({
      causes: ['signature-of-other-request'],
      evidence: { captureId: earlier },
    });
    const early = createHmac('sha256', SECRET).update(second).digest('hex');
    const tooEarly = await capture('{"number":4}', '', { 'X-Hub-Signature-256': `sha256=${early}` });
    const later = await capture(second, SECRET);
    const again = unwrap(await handlers['captures.diagnose']({ run: 'r', id: tooEarly, scheme: null }));
    expect(again.diagnoses[0]).toMatchObject({ evidence: { captureId: later } });
  });

  it('takes as long as a body of its size is worth, and longer where it is asked to', async () => {
    const { handlers, addSecret, capture } = await start();
    await addSecret(SECRET);
    const large = JSON.stringify(Array.from({ length: 4000 }, (_, index) => ({ index })));
    const id = await capture(large, 'another secret');
    const usual = unwrap(await handlers['captures.diagnose']({ run: 'r', id, scheme: null }));
    expect(usual.tried.complete).toBe(false);
    const longer = unwrap(await handlers['captures.diagnose']({ run: 'r', id, scheme: null, longer: true }));
    expect(longer.tried.signatures).toBeGreaterThan(usual.tried.signatures);
    const asked = { run: 'r', scheme: null, nowMs: null, request: request(large, 'another secret') };
    const secrets = [{ kind: 'pasted', value: SECRET }] as const;
    const checked = unwrap(await handlers['signatures.check']({ ...asked, secrets }));
    const checkedLonger = unwrap(await handlers['signatures.check']({ ...asked, secrets, longer: true }));
    expect(checkedLonger.report.tried.signatures).toBeGreaterThan(checked.report.tried.signatures);
  });

  it('knows the user’s own schemes', async () => {
    const { handlers } = await start();
    const recipe: RecipeInput = { algorithm: 'hmac-sha1', signature: { names: ['x-acme'], encoding: 'hex' } };
    const own = unwrap(await handlers['recipes.save']({ id: null, name: 'Acme', recipe }));
    const mac = createHmac('sha1', SECRET).update(BODY).digest('hex');
    const checked = unwrap(
      await handlers['signatures.check']({
        run: 'r',
        request: { ...request(BODY, ''), headers: [['X-Acme', mac]] },
        scheme: null,
        secrets: [{ kind: 'pasted', value: SECRET }],
        nowMs: null,
      }),
    );
    expect(checked.explained.verdict).toMatchObject({ status: 'verified', scheme: own.id, secretId: 'pasted-1' });
  });

  it('is cancelled by its name, and neither it nor its waiting holds captures up', async () => {
    const { handlers, addSecret, capture } = await start({ workers: oddWorkers });
    await addSecret('spin');
    const id = await capture(BODY, SECRET);
    const computing = begun('spin');
    const events: string[] = [];
    const diagnosed = ['a', 'b', 'c'].map((run) =>
      Promise.resolve(handlers['captures.diagnose']({ run, id, scheme: null })).then((result) => {
        events.push(`diagnosis ${run}`);
        return result;
      }),
    );
    await computing;
    for (let number = 1; number <= 5; number++) {
      await capture(`{"number":${number}}`, SECRET);
      events.push(`capture ${number}`);
    }
    expect(events).toEqual([1, 2, 3, 4, 5].map((number) => `capture ${number}`));
    for (const run of ['a', 'b', 'c', 'nobody']) await handlers['signatures.cancel']({ run });
    for (const result of await Promise.all(diagnosed)) expect(result).toEqual(fail({ code: 'cancelled' }));
  });

  it('ends with the engine', async () => {
    const { engine, handlers, addSecret, capture } = await start({ workers: oddWorkers });
    await addSecret('spin');
    const id = await capture(BODY, SECRET);
    const computing = begun('spin');
    const diagnosed = handlers['captures.diagnose']({ run: 'a', id, scheme: null });
    await computing;
    await engine.close();
    expect(await diagnosed).toEqual(fail({ code: 'search-ended', cause: 'closing' }));
  });
});

describe('a check of a signature', () => {
  const check = { run: 'r', scheme: null, nowMs: null };

  it('judges and diagnoses what is nowhere stored, with pasted and with stored secrets', async () => {
    const { handlers, addSecret, log } = await start();
    const pasted = unwrap(
      await handlers['signatures.check']({
        ...check,
        request: request(BODY, SECRET),
        secrets: [
          { kind: 'pasted', value: 'another' },
          { kind: 'pasted', value: `"${SECRET}"` },
        ],
      }),
    );
    expect(pasted.explained.verdict).toMatchObject({ status: 'failed', scheme: 'github' });
    expect(pasted.report.diagnoses[0]).toMatchObject({
      causes: ['secret-whitespace'],
      evidence: { secretId: 'pasted-2' },
    });

    const id = await addSecret(SECRET);
    const stored = { ...check, request: request(BODY, SECRET), secrets: [{ kind: 'stored', id }] } as const;
    const verified = unwrap(await handlers['signatures.check'](stored));
    expect(verified.explained.verdict).toMatchObject({ status: 'verified', secretId: id });
    expect(verified.report.diagnoses).toEqual([]);
    const none = unwrap(await handlers['signatures.check']({ ...stored, secrets: [] }));
    expect(none.explained.verdict).toMatchObject({ status: 'unchecked', reason: 'no-secret' });
    expect(none.report.diagnoses[0]).toMatchObject({ causes: ['secret-other'], evidence: { secretId: id } });
    expect(await handlers['captures.list']({ filter: {}, before: null, limit: 1 })).toMatchObject({ total: 0 });
    expect(log()).not.toContain('CANARY');
  });

  it('finds the capture of any endpoint whose signature the pasted request carries', async () => {
    const { handlers, addSecret, capture } = await start();
    await addSecret(SECRET);
    const id = await capture(BODY, SECRET);
    await capture('{"another":1}', SECRET);
    const mixedUp = { ...request('{"pasted":true}', ''), headers: githubHeaders(BODY, SECRET) };
    const secrets = [{ kind: 'pasted', value: SECRET }] as const;
    const { report } = unwrap(await handlers['signatures.check']({ ...check, request: mixedUp, secrets }));
    expect(report.diagnoses[0]).toMatchObject({
      causes: ['signature-of-other-request'],
      evidence: { captureId: id },
    });
  });

  it('judges at the moment that is given', async () => {
    const { handlers } = await start();
    const at = 1_700_000_000_000;
    const mac = createHmac('sha256', SECRET)
      .update(`${at / 1000}.${BODY}`)
      .digest('hex');
    const headers: HeaderList = [['Stripe-Signature', `t=${at / 1000},v1=${mac}`]];
    const stripe = {
      ...check,
      request: { ...request(BODY, ''), headers },
      secrets: [{ kind: 'pasted', value: SECRET }],
    } as const;
    const then = unwrap(await handlers['signatures.check']({ ...stripe, nowMs: at + 1000 }));
    expect(then.explained.verdict).toMatchObject({ status: 'verified', scheme: 'stripe' });
    const now = unwrap(await handlers['signatures.check'](stripe));
    expect(now.explained.verdict).toMatchObject({ status: 'failed', reason: 'stale-timestamp' });
    expect(now.report.diagnoses[0]).toMatchObject({ causes: ['clock-skew'] });
  });

  it('takes a URL as characters or as their bytes', async () => {
    const { handlers } = await start();
    const recipe: RecipeInput = {
      algorithm: 'hmac-sha256',
      signature: { names: ['x-acme'], encoding: 'hex' },
      signed: '{url}{body}',
    };
    const scheme = unwrap(await handlers['recipes.save']({ id: null, name: 'Acme', recipe })).id;
    const url = 'https://example.com/ż?q=é';
    const mac = createHmac('sha256', SECRET).update(`${url}${BODY}`).digest('hex');
    for (const given of [url, utf8ByteString(url)]) {
      const checked = await handlers['signatures.check']({
        ...check,
        scheme,
        request: { ...request(BODY, ''), url: given, headers: [['X-Acme', mac]] },
        secrets: [{ kind: 'pasted', value: SECRET }],
      });
      expect(unwrap(checked).explained.verdict.status).toBe('verified');
    }
  });

  it('fails for a secret that is not there', async () => {
    const { handlers } = await start();
    const secrets = [{ kind: 'stored', id: 'none' }] as const;
    expect(await handlers['signatures.check']({ ...check, request: request(BODY, SECRET), secrets })).toEqual(
      fail({ code: 'not-found', what: 'secret' }),
    );
  });
});

describe('a discovery', () => {
  it('finds the recipe of captures and of pasted requests, which can be saved and then judges', async () => {
    const { handlers, capture, log } = await start();
    const sign = (body: string) => createHmac('sha512', SECRET).update(body).digest('base64');
    const id = await capture(BODY, '', { 'X-Acme-Proof': sign(BODY) });
    const headers: HeaderList = [['X-Acme-Proof', sign('{"a":1}')]];
    const pasted = { ...request('{"a":1}', ''), headers };
    const found = unwrap(
      await handlers['signatures.discover']({
        run: 'r',
        requests: [
          { kind: 'capture', id },
          { kind: 'pasted', request: pasted },
        ],
        secret: { kind: 'pasted', value: SECRET },
        url: null,
        ignoreCatalogue: false,
      }),
    );
    const [best] = found.recipes;
    expect(best).toMatchObject({ provedOn: [0, 1], scheme: null, recipe: { algorithm: 'hmac-sha512' } });
    if (best === undefined) throw new Error('nothing was found');
    unwrap(await handlers['recipes.save']({ id: null, name: 'Acme', recipe: best.recipe }));
    const checked = unwrap(
      await handlers['signatures.check']({
        run: 'r',
        request: pasted,
        scheme: null,
        secrets: [{ kind: 'pasted', value: SECRET }],
        nowMs: null,
      }),
    );
    expect(checked.explained.verdict.status).toBe('verified');
    expect(log()).not.toContain('CANARY');
  });

  it('names the scheme of the catalogue unless that is to be ignored, and fails for a capture that is gone', async () => {
    const { handlers, capture } = await start();
    const id = await capture(BODY, SECRET);
    const discover = (more: { ignoreCatalogue: boolean; id?: number }) =>
      handlers['signatures.discover']({
        run: 'r',
        requests: [{ kind: 'capture', id: more.id ?? id }],
        secret: { kind: 'pasted', value: SECRET },
        url: 'https://example.com/',
        ignoreCatalogue: more.ignoreCatalogue,
      });
    expect(unwrap(await discover({ ignoreCatalogue: false })).recipes[0]?.scheme).toBe('github');
    const ignored = unwrap(await discover({ ignoreCatalogue: true }));
    expect(ignored.recipes.length).toBeGreaterThan(0);
    expect(ignored.recipes.map(({ scheme }) => scheme)).not.toContain('github');
    expect(await discover({ ignoreCatalogue: false, id: id + 1 })).toEqual(
      fail({ code: 'not-found', what: 'capture' }),
    );
  });
});
