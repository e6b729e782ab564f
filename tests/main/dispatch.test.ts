import { Writable } from 'node:stream';
import pino from 'pino';
import { beforeEach, expect, it } from 'vitest';
import { answerCall, callHandler, InvalidCall } from '../../src/main/dispatch.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

const { handlers } = createFakeEngine();

let logged = '';
const log = pino(
  new Writable({
    write(chunk, _encoding, done) {
      logged += chunk;
      done();
    },
  }),
);
beforeEach(() => {
  logged = '';
});

it('gives the handler the checked input and the caller its answer', async () => {
  expect(await callHandler(handlers, 'captures.get', { id: 1 })).toEqual({
    ok: false,
    failure: { code: 'not-found', what: 'capture' },
  });
});

it.each([['no.such'], ['toString'], ['__proto__'], [7], [null], [{}]])('refuses the command %j', async (name) => {
  await expect(callHandler(handlers, name, null)).rejects.toThrow(InvalidCall);
  expect(await answerCall(handlers, log, name, null)).toEqual({
    ok: false,
    error: { name: 'InvalidCall', message: 'there is no such command' },
  });
});

it('refuses bytes where a list is expected', async () => {
  const policy = { success: Uint8Array.of(2), headers: new Uint16Array(2) };
  const outcome = await answerCall(handlers, log, 'deliveries.start', { draft: null, scheme: null, policy, speed: 1 });
  expect(outcome).toMatchObject({ ok: false, error: { name: 'InvalidCall' } });
});

it('names the field of a refused input, never its value, in the answer and in the log', async () => {
  const input = { endpointId: 'e', label: 'l', scheme: { text: 'whsec_canary' }, value: 'whsec_canary' };
  const outcome = await answerCall(handlers, log, 'secrets.add', input);
  expect(outcome).toMatchObject({
    ok: false,
    error: { name: 'InvalidCall', message: expect.stringMatching(/^secrets\.add: scheme: /) },
  });
  expect(JSON.stringify(outcome) + logged).not.toContain('whsec_canary');
  expect(logged).toContain('secrets.add: scheme');
});

it('logs a bug with its stack under an id, which is all that crosses', async () => {
  const outcome = await answerCall(handlers, log, 'schemes.list', null);
  if (outcome.ok || outcome.error.name !== 'EngineError') throw new Error('a handler that throws has no answer');
  const { id, message } = outcome.error;
  expect(message).not.toContain('whsec_');
  expect(JSON.parse(logged)).toMatchObject({
    level: 50,
    command: 'schemes.list',
    id,
    err: { stack: expect.stringContaining('fake-engine') },
  });
});
