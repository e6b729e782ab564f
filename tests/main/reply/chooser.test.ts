import { expect, it } from 'vitest';
import { type Endpoint, newCatchAll } from '../../../src/core/endpoint.ts';
import { anyRequest, type ReplyRule } from '../../../src/core/reply/reply-settings.ts';
import { ok } from '../../../src/core/result.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { createReplyChooser } from '../../../src/main/reply/chooser.ts';
import type { Unanswered } from '../../../src/main/reply/chosen-reply.ts';
import type { BroughtSecret } from '../../../src/main/reply/decide.ts';
import { newCapture } from '../../support/captures.ts';

const awaiting = (awaitsSecret: boolean): Endpoint => {
  const catchAll = newCatchAll(0);
  return { ...catchAll, replying: { ...catchAll.replying, handshakes: { on: true, awaitsSecret } } };
};

function asking(secret: string): Unanswered {
  const arrival = newCapture({ headers: [['X-Hook-Secret', secret]], body: '' });
  return {
    captureId: 1,
    arrival,
    judgeable: () => arrival,
    judgement: () => expect.unreachable(),
    noteJudged: () => expect.unreachable(),
  };
}

it('keeps one awaited secret, also of two that were received while it was awaited', async () => {
  let endpoint = awaiting(true);
  const kept: BroughtSecret[] = [];
  const chooser = createReplyChooser({
    judging: { ask: () => expect.unreachable() },
    endpoints: { byId: () => endpoint, catchAll: () => endpoint },
    secrets: {
      get all() {
        // Nothing but these two is looked at.
        return kept.map(({ endpointId, scheme }) => ({ endpointId, scheme })) as never;
      },
      forEndpoint: () => ({ usable: [], locked: kept.length > 0 }),
    },
    crypto: nodeCrypto,
    tunnelUrl: () => null,
    async keep(secret) {
      kept.push(secret);
      endpoint = awaiting(false);
      return ok();
    },
    counted: () => undefined,
    now: () => 0,
  });
  // What both were received for.
  const received = endpoint;
  const first = await chooser.choose(asking('the-first-secret-of-asana'), received);
  const second = await chooser.choose(asking('the-second-secret-of-asana'), received);
  expect([first.source, second.source]).toEqual(['handshake', 'default']);
  expect(kept.map(({ value }) => value)).toEqual(['the-first-secret-of-asana']);
});

it.each([
  ['time', 'not looked at: its body took too long'],
  ['closing', 'not looked at: Hookproof was closing'],
] as const)('lets a rule that needs no body answer where looking into it ended by %s', async (end, note) => {
  const teapot: ReplyRule = {
    id: 'teapot',
    name: 'teapot',
    isOn: true,
    when: { ...anyRequest, method: 'POST' },
    action: { kind: 'reply', status: 418, headers: [], body: '', delayMs: 0, bytesPerSecond: null },
  };
  const endpoint = awaiting(false);
  let rules = [teapot];
  const counted: string[] = [];
  const chooser = createReplyChooser({
    judging: { ask: async () => ({ ok: false, end }) },
    endpoints: { byId: () => ({ ...endpoint, replying: { ...endpoint.replying, rules } }), catchAll: () => endpoint },
    secrets: { all: [], forEndpoint: () => ({ usable: [], locked: false }) },
    crypto: nodeCrypto,
    tunnelUrl: () => null,
    keep: () => expect.unreachable(),
    counted: (_endpointId, ruleId) => counted.push(ruleId),
    now: () => 0,
  });
  // Handshakes look into it.
  const arrival = newCapture({ body: '{"type":"url_verification","challenge":"c"}' });
  const request = { ...asking(''), arrival, judgeable: () => arrival };
  expect(await chooser.choose(request, endpoint)).toMatchObject({ source: 'rule', reply: { status: 418 } });
  expect(counted).toEqual(['teapot']);
  rules = [{ ...teapot, when: { ...anyRequest, json: { path: 'type', equals: 'x' } } }];
  expect(await chooser.choose(request, endpoint)).toMatchObject({ source: 'default', label: note });
});

it('leaves a body that a rule puts into its reply to the other thread', async () => {
  const echo: ReplyRule = {
    id: 'echo',
    name: 'echo',
    isOn: true,
    when: anyRequest,
    action: { kind: 'reply', status: 200, headers: [], body: '{{body}}', delayMs: 0, bytesPerSecond: null },
  };
  const endpoint = { ...awaiting(false), replying: { ...awaiting(false).replying, rules: [echo] } };
  const asked: string[] = [];
  const chooser = createReplyChooser({
    judging: {
      async ask(name) {
        asked.push(name);
        return { ok: false, end: 'time' };
      },
    },
    endpoints: { byId: () => endpoint, catchAll: () => endpoint },
    secrets: { all: [], forEndpoint: () => ({ usable: [], locked: false }) },
    crypto: nodeCrypto,
    tunnelUrl: () => null,
    keep: () => expect.unreachable(),
    counted: () => expect.unreachable(),
    now: () => 0,
  });
  const arrival = newCapture({ body: 'x' });
  const request: Unanswered = {
    captureId: 1,
    arrival,
    judgeable: () => arrival,
    judgement: () => expect.unreachable(),
    noteJudged: () => expect.unreachable(),
  };
  expect((await chooser.choose(request, endpoint)).source).toBe('default');
  expect(asked).toEqual(['decide']);
});
