import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Failure } from '../core/failure.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { defaultSettings, type Settings, type SettingsPatch, settingsSchema } from '../core/settings.ts';
import { errnoOf, writeFileAtomically } from './atomic-file.ts';

/** The settings file of a data folder, `settings.json`. */
export interface SettingsFile {
  readonly current: Settings;
  /** Validates, writes, then applies: a change that could not be stored is not in force. */
  update(patch: SettingsPatch): Promise<Result<Settings, Failure>>;
}

/**
 * `forThisRun` is in force over the stored settings and never written. Never fails: an unreadable file is kept aside under another name, reported, and the defaults hold. */
export async function openSettings(
  dataDir: string,
  report: (failure: Failure) => void,
  forThisRun: SettingsPatch = {},
): Promise<SettingsFile> {
  const file = join(dataDir, 'settings.json');
  let stored = await load(file, report);
  const asked = settingsSchema.safeParse(merge(stored, forThisRun));
  if (!asked.success) report(problemOf(asked.error));
  let override = asked.success ? forThisRun : {};
  let current = asked.success ? asked.data : stored;
  // One write at a time, in the order of the calls: two changes at once must both be in the file.
  let last: Promise<unknown> = Promise.resolve();

  async function write(patch: SettingsPatch): Promise<Result<Settings, Failure>> {
    const next = settingsSchema.safeParse(merge(stored, patch));
    if (!next.success) return fail(problemOf(next.error));
    try {
      await writeFileAtomically(file, `${JSON.stringify(next.data, null, 2)}\n`);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === null) throw error;
      return fail(errno === 'ENOSPC' ? { code: 'storage-full' } : { code: 'storage-failed', detail: errno });
    }
    stored = next.data;
    // What the user sets now is meant to be in force now.
    override = without(override, patch);
    current = settingsSchema.parse(merge(stored, override));
    return ok(current);
  }

  return {
    get current() {
      return current;
    },
    update(patch) {
      const result = last.then(() => write(patch));
      last = result.catch(() => undefined);
      return result;
    },
  };
}

function merge(current: Settings, patch: SettingsPatch): unknown {
  return {
    ...current,
    ...patch,
    capture: { ...current.capture, ...patch.capture },
    history: { ...current.history, ...patch.history },
    tunnel: { ...current.tunnel, ...patch.tunnel },
    send: { ...current.send, ...patch.send },
  };
}

/** The override less what the patch sets, field by field. */
function without(override: SettingsPatch, patch: SettingsPatch): SettingsPatch {
  const rest = Object.entries(override).flatMap(([key, value]): [string, unknown][] => {
    const set: unknown = Object.entries(patch).find(([name]) => name === key)?.[1];
    if (set === undefined) return [[key, value]];
    if (typeof value !== 'object' || typeof set !== 'object' || set === null) return [];
    return [[key, Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(set, name)))]];
  });
  return Object.fromEntries(rest);
}

function problemOf(error: z.ZodError): Failure {
  const issue = error.issues[0];
  return { code: 'invalid-input', field: issue?.path.join('.') ?? 'settings', problem: issue?.message ?? 'not valid' };
}

async function load(file: string, report: (failure: Failure) => void): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return defaultSettings;
    throw error;
  }
  const parsed = parse(text);
  if (parsed.ok) return parsed.value;
  const movedTo = `${file}.unreadable-${new Date().toISOString().replaceAll(':', '-')}`;
  await rename(file, movedTo);
  report({ code: 'settings-unreadable', movedTo, problem: parsed.failure });
  return defaultSettings;
}

function parse(text: string): Result<Settings, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('it is not JSON');
  }
  const settings = settingsSchema.safeParse(value);
  return settings.success ? ok(settings.data) : fail(z.prettifyError(settings.error).split('\n')[0] ?? 'not valid');
}
