import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, _electron as electron, type Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { type DesktopDouble, launchDesktopDouble } from './electron-double/launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Electron's program, where it was installed and has a display to open windows on. */
function electronRuntime(): string | undefined {
  const folder = join(root, 'node_modules', 'electron');
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return undefined;
  if (!existsSync(join(folder, 'path.txt'))) return undefined;
  const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'));
  return existsSync(program) ? program : undefined;
}

const runtime = electronRuntime();

/** For test titles: which of the two a run used. */
export const desktopKind = runtime === undefined ? 'our double of Electron' : 'Electron’s own runtime';

export interface RunningDesktop {
  readonly page: Page;
  quit(): Promise<void>;
}

/** The built desktop app on a data folder: in Electron where its runtime and a display are there, else on our double. */
export async function launchDesktop(dataDir: string): Promise<RunningDesktop> {
  if (runtime === undefined) {
    const { desktop, browser } = await launchBuiltDouble(dataDir);
    const quit = async (): Promise<void> => {
      const code = await desktop.quit();
      await browser.close();
      if (code !== 0) throw new Error(`the app ended with exit code ${code}:\n${desktop.standardError()}`);
    };
    try {
      return { page: await desktop.page, quit };
    } catch (error) {
      await browser.close();
      throw error;
    }
  }
  const noSandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await electron.launch({ executablePath: runtime, args: [root, `--data=${dataDir}`, ...noSandbox] });
  return { page: await app.firstWindow(), quit: () => app.close() };
}

/** The built main and preload bundles on our double of Electron, for what only the double can tell or pretend. */
export async function launchBuiltDouble(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ desktop: DesktopDouble; browser: Browser }> {
  const browser = await launchChromium();
  const main = join(root, 'out', 'main', 'index.js');
  return { desktop: launchDesktopDouble({ browser, main, args: [`--data=${dataDir}`], env }), browser };
}
