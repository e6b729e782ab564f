import { expect, it } from 'vitest';
import { type Endpoint, newCatchAll } from '../../../src/core/endpoint.ts';
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
