import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CliProcess, startCli } from '../support/cli.ts';
import { launchBuiltDouble } from '../support/desktop.ts';
import { tempDir } from '../support/temp-dir.ts';

const startListen = (dir: string): CliProcess => startCli(['listen', '--port', '0', '--data', dir, '--json']);

/** Its exit code, or null when it captures. */
async function outcome(cli: CliProcess): Promise<number | null> {
  const exited = once(cli.child, 'close');
  const captures = cli.line().then(
    () => true,
    () => false,
  );
  if (await captures) return null;
  const [code] = await exited;
  return code;
}

describe('several starts on one data folder', () => {
  it('are one that captures, and others that end with 3 and name it; after a kill the next one starts', async () => {
    const dir = await tempDir();
    const all = Array.from({ length: 5 }, () => startListen(dir));
    const codes = await Promise.all(all.map(outcome));
    expect([...codes].sort()).toEqual([3, 3, 3, 3, null]);
    const holder = all[codes.indexOf(null)];
    if (holder === undefined) throw new Error('nobody captures');
    for (const [at, { errors }] of all.entries()) {
      if (codes[at] === null) continue;
      expect(errors).toContain(
        `Another Hookproof (a \`hookproof\` command, process ${holder.child.pid}) is using ${dir}.`,
      );
    }
    const gone = once(holder.child, 'close');
    holder.child.kill('SIGKILL');
    await gone;
    expect(await outcome(startListen(dir))).toBeNull();
  });

  it('are no window beside a command that captures', async () => {
    const dir = await tempDir();
    const holder = startListen(dir);
    expect(await outcome(holder)).toBeNull();
    const { desktop, browser } = await launchBuiltDouble(dir);
    onTestFinished(() => browser.close());
    expect(await desktop.exited).toBe(3);
    const [shown] = desktop.notes.filter(([name]) => name === 'dialog.showErrorBox');
    expect(shown?.[1][0]).toContain(`(a \`hookproof\` command, process ${holder.child.pid})`);
    expect(desktop.notes.map(([name]) => name)).not.toContain('BrowserWindow');
  });
});
