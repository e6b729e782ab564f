import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/main/engine.ts';
import { captureUrl, sourceWorkers, startEngine } from '../support/engine.ts';
import { programUrl } from '../support/programs.ts';
import { tempDir } from '../support/temp-dir.ts';
import { finish } from './finish.ts';
import { newRequest, sendOne, startLoad } from './load.ts';
import { notice } from './notices.ts';

const portOf = async (engine: Engine): Promise<number> => Number(new URL(await captureUrl(engine)).port);
const stateOf = (engine: Engine) => engine.handlers['app.state'](null);

describe('a storage worker that dies', { timeout: 60_000 }, () => {
  it('costs the requests that waited for it a 503, is started again, shown and counted', async () => {
    const workers = { ...sourceWorkers, writer: programUrl('dying-writer') };
    const engine = await startEngine(await tempDir(), { workers });
    const port = await portOf(engine);
    const load = startLoad({ port, connections: 8, prefix: 'w' });
    for (let deaths = 1; deaths <= 2; deaths++) {
      await load.replies(20, 200);
      const died = await fetch(`http://127.0.0.1:${port}/die`, { method: 'POST' });
      expect([died.status, died.headers.get('retry-after')]).toEqual([503, '10']);
      await notice(engine, 'storage-restarted');
      const { notices } = await stateOf(engine);
      expect(notices.map(({ failure }) => failure)).toContainEqual({
        code: 'storage-restarted',
        worker: 'writer',
        times: deaths,
        detail: 'it ended',
      });
    }
    await load.replies(20, 200);
    const sent = await load.stop();
    await notice(engine, 'storage-failed', false);
    const { listenerCounters } = await stateOf(engine);
    const refused = sent.filter(({ status }) => status === 503).length;
    expect(listenerCounters.refused.storage).toBe(refused + 2);
    await finish(engine, sent);
  });

  it('costs lists that waited for it an error, and captures nothing', async () => {
    const workers = { ...sourceWorkers, reader: programUrl('dying-reader') };
    const engine = await startEngine(await tempDir(), { workers });
    const port = await portOf(engine);
    const sent = [await sendOne(port, newRequest('before', 'small'))];
    const list = () => engine.handlers['captures.list']({ filter: {}, before: null, limit: 10 });
    expect((await list()).total).toBe(1);
    const deadly = engine.handlers['captures.get']({ id: 666_666 });
    await expect(deadly).rejects.toThrow('the storage reader stopped');
    sent.push(await sendOne(port, newRequest('after', 'small')));
    expect((await list()).total).toBe(2);
    const { notices } = await stateOf(engine);
    expect(notices).toMatchObject([{ failure: { code: 'storage-restarted', worker: 'reader', times: 1 } }]);
    expect(sent.map(({ status }) => status)).toEqual([200, 200]);
    await finish(engine, sent);
  });
});
