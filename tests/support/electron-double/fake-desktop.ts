import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildBridgePage } from '../bridge-page/build.ts';
import { launchChromium } from '../chromium.ts';
import { type DesktopDouble, launchDesktopDouble } from './launch.ts';

export interface FakeDesktop {
  readonly desktop: DesktopDouble;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** The desktop host with the fake engine, the bridge page and the real preload, on the double of Electron. */
export async function openFakeDesktop(env: Readonly<Record<string, string>> = {}): Promise<FakeDesktop> {
  const rendererDir = await buildBridgePage();
  const dataDir = await mkdtemp(join(tmpdir(), 'hookproof-desktop-'));
  const preload = join(dataDir, 'preload.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../../src/preload/index.ts', import.meta.url))],
    outfile: preload,
    bundle: true,
    format: 'cjs',
    external: ['electron'],
    logLevel: 'error',
  });
  const browser = await launchChromium();
  const desktop = launchDesktopDouble({
    browser,
    main: fileURLToPath(new URL('fake-main.ts', import.meta.url)),
    args: [dataDir, rendererDir, preload],
    env,
  });
  return {
    desktop,
    dataDir,
    async close() {
      await desktop.quit();
      await browser.close();
      await rm(rendererDir, { recursive: true });
      await rm(dataDir, { recursive: true });
    },
  };
}
