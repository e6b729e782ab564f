import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { errnoOf } from '../atomic-file.ts';

/**
 * Where history, settings and secrets are kept unless `--data` says otherwise: `$XDG_DATA_HOME/hookproof` (XDG Base
 * Directory Specification; a relative path there is invalid and ignored), `~/Library/Application Support/hookproof`,
 * or `%APPDATA%\hookproof`.
 */
export function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    return win32.join(env.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'hookproof');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'hookproof');
  const xdg = env.XDG_DATA_HOME ?? '';
  return posix.join(posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'hookproof');
}

/** Creates the folder for its user alone. A folder that is there keeps its mode; the files in it are 0600 anyway. */
export async function prepareDataDir(dataDir: string): Promise<Result<void, Failure>> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok();
  } catch (error) {
    const detail = errnoOf(error);
    if (detail === null) throw error;
    return fail({ code: 'data-dir-unwritable', dataDir, detail });
  }
}
