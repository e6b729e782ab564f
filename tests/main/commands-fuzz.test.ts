import { Writable } from 'node:stream';
import fc from 'fast-check';
import pino from 'pino';
import { expect, it } from 'vitest';
import type { CommandName } from '../../src/core/contract.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import { inputSchemas, isCommandName } from '../../src/core/input-schemas.ts';
import { answerCall } from '../../src/main/dispatch.ts';
import { captureUrl, startEngine, unwrap } from '../support/engine.ts';
import { oddly, type Pools, valuesOf } from '../support/schema-arbitrary.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';

/**
 * A page that was taken over may call every command with anything. Whatever comes, a call is answered with a value, a failure or
 * a refusal, never with a bug of ours, and the engine goes on.
 */

/** The same inputs each time, so that a red run is a change of ours; the two variables look for new ones. */
const SEED = Number(process.env.HOOKPROOF_FUZZ_SEED ?? 20_261_121);
const RUNS = Number(process.env.HOOKPROOF_FUZZ_RUNS ?? 30);
/** These compute or send for up to seconds each time. */
const LONG: ReadonlySet<CommandName> = new Set<CommandName>([
  'audits.run',
  'bursts.start',
  'captures.diagnose',
  'signatures.check',
  'signatures.discover',
]);

it('every command answers every input without a bug', { timeout: 120_000 }, async () => {
  let logged = '';
  const log = pino(
    { level: 'error' },
    new Writable({
      write(chunk, _encoding, done) {
        // What a page says of its own errors is written down as it says it.
        if (JSON.parse(chunk).msg !== 'renderer error') logged += chunk;
        done();
      },
    }),
  );
  const engine = await startEngine(await tempDir(), {
    log,
    // Nothing of this may leave the machine: the tunnel's server is nobody, and no provider's name has an address.
    settings: { tunnel: { provider: 'manual', host: 'http://127.0.0.1:1', manualUrl: 'http://127.0.0.1:1' } },
    keyNetwork: { resolve: async () => [], mayDial: () => false, port: 1, timeoutMs: 50 },
  });
  const { handlers } = engine;
  const target = await startTarget();
  const secret = unwrap(
    await handlers['secrets.add']({
      endpointId: CATCH_ALL_ENDPOINT_ID,
      label: 'GitHub',
      scheme: 'github',
      value: 'It’s a secret',
    }),
  );
  const collection = unwrap(await handlers['collections.create']({ name: 'Kept' }));
  const url = await captureUrl(engine);
  for (const body of ['{"id":"evt_1"}', '']) {
    await fetch(`${url}/in?a=1`, {
      method: 'POST',
      body,
      headers: { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` },
    });
  }
  const pools: Pools = {
    numbers: [0, 1, 2, 3, 50, 65_535, 86_400_000, 2 ** 31, Number.MAX_SAFE_INTEGER, -1],
    texts: [
      CATCH_ALL_ENDPOINT_ID,
      secret.id,
      collection.id,
      'github',
      'github/push',
      target.url,
      'http://127.0.0.1:1/',
      'http://169.254.169.254/latest/meta-data/',
      'file:///etc/passwd',
      '../../etc/passwd',
      '__proto__',
      'constructor',
      'toString',
      '{{constructor.constructor("return process")().exit()}}',
      '<%= 7 * 7 %>',
      "'; DROP TABLE captures; --",
      '(a+)+$',
      '\u0000\r\nX-Injected: 1',
      '\ud800\u202e\u{e0041}',
      '/in',
      'POST',
      '*'.repeat(900),
    ],
    objects: [
      {},
      { algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } },
      { algorithm: 'hmac-sha256', signature: { names: ['__proto__'] }, content: '{{body}}{{constructor}}' },
      JSON.parse('{"__proto__":{"algorithm":"hmac-sha256"},"signature":7}'),
    ],
  };

  const bugs: string[] = [];
  for (const name of Object.keys(inputSchemas).filter(isCommandName)) {
    const values = valuesOf(inputSchemas[name], pools);
    const inputs = fc.oneof({ arbitrary: values, weight: 3 }, { arbitrary: oddly(values), weight: 2 });
    for (const input of fc.sample(inputs, { seed: SEED, numRuns: LONG.has(name) ? Math.ceil(RUNS / 10) : RUNS })) {
      const outcome = await answerCall(handlers, log, name, input);
      // What crosses to a page has to be plain data.
      structuredClone(outcome);
      if (!outcome.ok && outcome.error.name === 'EngineError') bugs.push(name);
    }
  }
  await handlers['tunnel.stop'](null);
  expect({ bugs: [...new Set(bugs)], logged }).toEqual({ bugs: [], logged: '' });
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  // It may be on a port by now that no client dials.
  unwrap(await handlers['settings.update']({ patch: { listenPort: 0 } }));
  const { listener } = await handlers['app.state'](null);
  expect(listener.kind).toBe('listening');
  expect((await fetch(await captureUrl(engine), { method: 'POST' })).status).toBeLessThan(600);
});
