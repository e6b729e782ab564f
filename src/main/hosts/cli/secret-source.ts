import { readFile } from 'node:fs/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';

/** Where a command takes a secret from. Never an argument: argument lists are visible to every process. */
export interface SecretOptions {
  readonly secretFile?: string;
  readonly secretEnv?: string;
}

/** The secret's text; null when none was named. A file's last line break is not part of it (editors and echo add one). */
export async function readSecret(options: SecretOptions): Promise<Result<string | null, Failure>> {
  const { secretFile, secretEnv } = options;
  if (secretFile !== undefined) {
    const file = await readInput(secretFile);
    if (!file.ok) return file;
    return ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.value).replace(/\r?\n$/, ''));
  }
  if (secretEnv === undefined) return ok(null);
  const value = process.env[secretEnv];
  if (value !== undefined) return ok(value);
  return fail({
    code: 'invalid-input',
    field: '--secret-env',
    problem: `there is no environment variable ${secretEnv}`,
  });
}

/** A file's bytes; `-` is standard input. */
export async function readInput(file: string): Promise<Result<Uint8Array, Failure>> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return ok(new Uint8Array(Buffer.concat(chunks)));
  }
  try {
    return ok(new Uint8Array(await readFile(file)));
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    return fail({ code: 'file-unreadable', file, detail: errno });
  }
}
