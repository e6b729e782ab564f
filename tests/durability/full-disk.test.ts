import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import type { Engine } from '../../src/main/engine.ts';
import { captureUrl, startEngine, unwrap } from '../support/engine.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';
import { finish } from './finish.ts';
import { newRequest, type Sent, sendOne, startLoad } from './load.ts';
import { notice } from './notices.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';

const BALLAST_BYTES = 16 * 1024 * 1024;
const limits = { warnBelowBytes: 24e6, pauseBelowBytes: 12e6, everyMs: 20 };

interface Rig {
  readonly disk: SmallDisk;
  readonly engine: Engine;
  readonly port: number;
  readonly file: string;
}

async function onSmallDisk({ skip }: TestContext, diskSpace: object = limits): Promise<Rig> {
  const disk = await smallDisk(80);
  if (disk === null) skip('no tmpfs can be mounted here');
  // Never reached: `skip` throws.
  if (disk === null) throw new Error('skipped');
  const engine = await startEngine(disk.dir, { diskSpace });
  return { disk, engine, port: await portOf(engine), file: join(disk.dir, 'history.db') };
}

async function portOf(engine: Engine): Promise<number> {
  return Number(new URL(await captureUrl(engine)).port);
}

const total = async (engine: Engine): Promise<number> =>
  (await engine.handlers['captures.list']({ filter: {}, before: null, limit: 1 })).total;

// On a busy machine a start alone takes seconds.
describe('a disk that fills up', { timeout: 60_000 }, () => {
  it('is warned of, then stops capturing before it is full, until there is space again', async (context) => {
    const { disk, engine, port, file } = await onSmallDisk(context);
    const sent: Sent[] = [await sendOne(port, newRequest('a', 'small'))];
    disk.fillTo(20e6);
    await notice(engine, 'disk-low');
    sent.push(await sendOne(port, newRequest('b', 'large')));
    disk.fillTo(8e6);
    await notice(engine, 'capture-paused');
    for (const kind of ['small', 'large', 'chunked', 'malformed'] as const) {
      sent.push(await sendOne(port, newRequest(`paused-${kind}`, kind)));
    }
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 507, 507, 507, 507]);
    expect((await engine.handlers['app.state'](null)).listenerCounters.refused.storage).toBe(4);
    // It was not needed, and is kept for when it is.
    expect(statSync(`${file}.ballast`).size).toBe(BALLAST_BYTES);
    disk.empty();
    await Promise.all([notice(engine, 'capture-paused', false), notice(engine, 'disk-low', false)]);
    sent.push(await sendOne(port, newRequest('c', 'small')));
    expect(sent.at(-1)?.status).toBe(200);
    await finish(engine, sent);
  });

  it('captures again after the user has cleared enough', async (context) => {
    const { disk, engine, port } = await onSmallDisk(context);
    for (let at = 0; at < 150; at++) await sendOne(port, newRequest(`c-${at}`, 'large'));
    disk.fillTo(11e6);
    await notice(engine, 'capture-paused');
    unwrap(await engine.handlers['captures.clear']({ filter: {} }));
    await notice(engine, 'capture-paused', false);
    expect((await sendOne(port, newRequest('after', 'small'))).status).toBe(200);
  });

  it('refuses with 507 when it is full, loses nothing it acknowledged, and goes on when there is space', async (context) => {
    const { disk, engine, port, file } = await onSmallDisk(context, { warnBelowBytes: 0, pauseBelowBytes: 0 });
    disk.fillTo(8e6);
    const load = startLoad({ port, connections: 8, prefix: 'd' });
    await Promise.all([load.replies(20, 200), load.replies(100, 507), notice(engine, 'storage-full')]);
    const seen = await total(engine);
    expect(seen).toBeGreaterThan(20);
    disk.empty();
    await Promise.all([load.replies(40, 200), notice(engine, 'storage-full', false)]);
    const sent = await load.stop();
    expect(statSync(`${file}.ballast`).size).toBe(BALLAST_BYTES);
    await finish(engine, sent);
  });

  it('does not take the reply to a sending with it', async (context) => {
    const { disk, engine, port } = await onSmallDisk(context, { warnBelowBytes: 0, pauseBelowBytes: 0 });
    const target = await startTarget({ status: 201, body: 'taken' });
    await sendOne(port, newRequest('e', 'small'));
    disk.fillTo(0);
    const { handlers } = engine;
    // Until the log has no room left in pages that it has already.
    const load = startLoad({ port, connections: 4, prefix: 'f' });
    await load.replies(1, 507);
    await load.stop();
    const replay = { captureId: 1, url: target.url, signing: null };
    const attempt = unwrap(await handlers['send.replay'](replay));
    expect(attempt).toMatchObject({ outcome: { kind: 'replied', status: 201 }, request: { bodyBytes: 1024 } });
    await notice(engine, 'attempt-not-kept');
    const { id } = attempt;
    expect(await handlers['attempts.list']({ captureId: 1, limit: 5 })).toMatchObject([{ id }]);
    expect(unwrap(await handlers['attempts.get']({ id }))).toEqual(attempt);
    const slice = unwrap(await handlers['attempts.bytes']({ id, part: 'reply', offset: 0, maxBytes: 100 }));
    expect(new TextDecoder().decode(slice.bytes)).toBe('taken');
    disk.empty();
    const again = startLoad({ port, connections: 1, prefix: 'g' });
    await Promise.all([again.replies(1, 200), notice(engine, 'storage-full', false)]);
    await again.stop();
    const kept = unwrap(await handlers['send.replay'](replay));
    await notice(engine, 'attempt-not-kept', false);
    expect(await handlers['attempts.list']({ captureId: 1, limit: 5 })).toMatchObject([{ id }, { id: kept.id }]);
  });
});

it('captures nothing from the start where too little is free', async () => {
  const engine = await startEngine(await tempDir(), { diskSpace: { pauseBelowBytes: 1e18 } });
  await notice(engine, 'capture-paused');
  const sent = await sendOne(await portOf(engine), newRequest('g', 'small'));
  expect(sent.status).toBe(507);
  expect(await total(engine)).toBe(0);
  await finish(engine, [sent]);
});
