import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppState } from '../../src/core/contract.ts';
import { desktopKind, launchDesktop, type RunningDesktop } from '../support/desktop.ts';

process.stderr.write(`\nThe desktop app is tested on ${desktopKind}.\n`);

describe(`the built desktop app (on ${desktopKind})`, () => {
  let dataDir: string;
  let app: RunningDesktop;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'hookproof-desktop-'));
    app = await launchDesktop(dataDir);
  });
  afterAll(async () => {
    await app.quit();
    await rm(dataDir, { recursive: true });
  });

  /** As the page itself asks for it, once the capture port is open. */
  async function listeningState(): Promise<AppState> {
    const state = async (): Promise<AppState> => {
      const outcome = await app.page.evaluate(() => window.hookproof?.call('app.state', null));
      if (outcome?.ok !== true) throw new Error(`app.state: ${JSON.stringify(outcome)}`);
      // `app.state` answers with this.
      return outcome.value as AppState;
    };
    await expect.poll(async () => (await state()).listener.kind, { timeout: 10_000 }).toBe('listening');
    return state();
  }

  it('opens its window on app://bundle/ with nothing of Node in the page', async () => {
    await app.page.locator('#root > *').first().waitFor();
    const globals = await app.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    );
    expect(globals).toEqual([]);
    expect(await app.page.title()).toMatch(/Hookproof/);
  });

  it('shows the state of its own engine', async () => {
    const state = await listeningState();
    expect(state).toMatchObject({ host: 'electron', dataDir });
    const { listener } = state;
    if (listener.kind !== 'listening') throw new Error(listener.kind);
    await app.page.getByText(String(listener.port)).first().waitFor();
  });

  it('shows a webhook that came over real HTTP, and still does after a restart', async () => {
    const { listener } = await listeningState();
    if (listener.kind !== 'listening') throw new Error(listener.kind);
    const reply = await fetch(`${listener.url}/hooks/app`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"event":"message.received","id":"msg-123"}',
    });
    expect(reply.status).toBe(200);
    await app.page.getByText('/hooks/app').first().waitFor();
    await app.quit();
    app = await launchDesktop(dataDir);
    await app.page.getByText('/hooks/app').first().waitFor();
  });
});
