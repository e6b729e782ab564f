import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** What is installed beside our own code, as the lock file has it. */

interface LockedPackage {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

const read = (file: string) =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'));
const manifest = read('package.json') as {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
};
// The format of npm's lock file, version 3.
const locked = Object.entries(
  (read('package-lock.json') as { readonly packages: Readonly<Record<string, LockedPackage>> }).packages,
).filter(([path]) => path !== '');

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('what is installed', () => {
  it('has install scripts in the packages that are named for it and nowhere else', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect([...new Set(scripted)].sort()).toEqual(Object.keys(manifest.allowScripts).sort());
  });

  it('is pinned to one version each', () => {
    expect(locked.filter(([, { version }]) => !/^\d+\.\d+\.\d+/.test(version ?? '')).map(([path]) => path)).toEqual([]);
  });

  it('runs no install script for what the app itself needs at run time', () => {
    expect(locked.filter(([, { dev, hasInstallScript }]) => hasInstallScript && dev !== true)).toEqual([]);
    expect(Object.keys(manifest.dependencies).length).toBeLessThan(20);
  });
});
