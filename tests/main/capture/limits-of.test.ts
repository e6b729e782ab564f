import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../src/core/settings.ts';
import { defaultCaptureLimits, limitsOf } from '../../../src/main/capture/limits.ts';
import { captureUrl, nextEvent, startEngine, unwrap } from '../../support/engine.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MiB = 1024 * 1024;
const settings = (bodyLimitBytes: number, capture: Partial<Settings['capture']>): Settings => ({
  ...defaultSettings,
  bodyLimitBytes,
  capture: { ...defaultSettings.capture, ...capture },
});

describe('the limits that the settings come to', () => {
  it('are the defaults where nothing is set', () => {
    expect({ ...defaultCaptureLimits, ...limitsOf(defaultSettings) }).toEqual(defaultCaptureLimits);
  });

  it('always let one body of the largest size in', () => {
    const limits = limitsOf(settings(512 * MiB, { memoryBytes: 16 * MiB }));
    // An eighth is not for large requests.
    expect((limits.inFlightBytes ?? 0) * (7 / 8)).toBeGreaterThan(512 * MiB);
    expect(limits.shareBytes).toBeGreaterThan(512 * MiB);
  });

  it('give a head no more time than its request, and take 0 for no bound', () => {
    expect(limitsOf(settings(MiB, { timeoutMs: 3000, perSender: 0 }))).toMatchObject({
      headMs: 3000,
      requestMs: 3000,
      senderRequests: Number.POSITIVE_INFINITY,
    });
  });
});

describe('the engine', () => {
  it('applies them to the next request, and tells the screen what it refused', async () => {
    const engine = await startEngine(await tempDir());
    const url = await captureUrl(engine);
    const post = async (bytes: number): Promise<number> => {
      const reply = await fetch(url, { method: 'POST', body: 'x'.repeat(bytes) });
      await reply.arrayBuffer();
      return reply.status;
    };
    expect(await post(2000)).toBe(200);
    unwrap(await engine.handlers['settings.update']({ patch: { bodyLimitBytes: 1024 } }));
    const counted = nextEvent(engine, 'listener.counted', ({ refused }) => refused['body-too-long'] === 1);
    expect(await post(2000)).toBe(413);
    expect(await counted).toMatchObject({ captures: 2, droppedConnections: 0 });
    const { listenerCounters } = await engine.handlers['app.state'](null);
    expect(listenerCounters.refused['body-too-long']).toBe(1);
    const { rows } = await engine.handlers['captures.list']({ filter: {}, before: null, limit: 1 });
    expect(rows).toMatchObject([
      { completeness: 'truncated', malformed: { code: 'body-too-long', message: 'The body is longer than 1 KiB.' } },
    ]);
  }, 60_000);
});
