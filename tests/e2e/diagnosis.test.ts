import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readPasted } from '../../src/core/http/pasted-request.ts';
import { unwrap } from '../support/engine.ts';
import { type RunningWebHost, startWebHost } from '../support/web-host.ts';

const SECRET = 'e2e-secret-0123456789';
const BODY = '{"zen": "Design for failure."}';
const macOf = (body: string) => createHmac('sha256', SECRET).update(body).digest('hex');

async function start(): Promise<RunningWebHost> {
  const host = await startWebHost();
  onTestFinished(async () => void (await host.stop()));
  return host;
}

/** The worker of the bundle, whose place and imports are others than those of the sources. */
describe('the built app', () => {
  it('diagnoses a capture whose body was written again before it was sent on', async () => {
    const host = await start();
    const state = await host.call('app.state', null);
    const endpointId = state.endpoints[0]?.id ?? '';
    unwrap(await host.call('secrets.add', { endpointId, label: 'dev', scheme: null, value: SECRET }));
    const sent = await fetch(host.captureUrl, {
      method: 'POST',
      headers: {
        'X-GitHub-Event': 'ping',
        'X-Hub-Signature-256': `sha256=${macOf(BODY)}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(JSON.parse(BODY)),
    });
    expect(sent.status).toBe(200);
    const report = unwrap(await host.call('captures.diagnose', { run: 'r', id: 1, scheme: null }));
    expect(report.diagnoses[0]).toMatchObject({ causes: ['body-reserialised'], confidence: 'proved' });
    const compared = report.diagnoses[0]?.evidence.compared;
    expect(new TextDecoder().decode(compared?.signed.bytes)).toBe(BODY);
  });

  it('checks and discovers what was pasted, with a body of a mebibyte', async () => {
    const host = await start();
    const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    const pasted = unwrap(readPasted(`curl https://example.com/hook -H 'X-Acme-Mac: ${macOf(body)}' --json '${body}'`));
    const [{ request } = { request: null }] = pasted;
    if (request === null) throw new Error('nothing was read');
    const secret = { kind: 'pasted', value: SECRET } as const;
    const found = unwrap(
      await host.call('signatures.discover', {
        run: 'r',
        requests: [{ kind: 'pasted', request }],
        secret,
        url: null,
        ignoreCatalogue: false,
      }),
    );
    const [best] = found.recipes;
    if (best === undefined) throw new Error('nothing was found');
    const own = unwrap(await host.call('recipes.save', { id: null, name: 'Acme', recipe: best.recipe }));
    const check = { run: 'r', request, scheme: own.id, secrets: [secret], nowMs: null };
    const checked = unwrap(await host.call('signatures.check', check));
    expect(checked.explained.verdict).toMatchObject({ status: 'verified', scheme: own.id });
  });

  it('cancels a search, and ends in order while one is under way', async () => {
    const host = await startWebHost();
    const body = new TextEncoder().encode(JSON.stringify({ values: Array.from({ length: 100_000 }, (_, i) => i) }));
    const headers = [['X-Mac', macOf('something else')]] as const;
    const requests = [{ kind: 'pasted', request: { method: 'POST', url: '/', headers, body } }] as const;
    const search = { requests, secret: { kind: 'pasted', value: SECRET }, url: null, ignoreCatalogue: true } as const;
    const cancelled = host.call('signatures.discover', { run: 'a', ...search });
    await host.call('signatures.cancel', { run: 'a' });
    expect(await cancelled).toEqual({ ok: false, failure: { code: 'cancelled' } });
    // Whatever becomes of the answer: the connection ends with the host.
    host.call('signatures.discover', { run: 'b', ...search }).catch(() => undefined);
    await host.call('app.state', null);
    expect(await host.stop()).toBe(0);
  });
});
