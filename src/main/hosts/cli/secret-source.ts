import { readFile } from 'node:fs/promises';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import { errnoOf } from '../../atomic-file.ts';
import { complain } from './output.ts';
import { secretText, strayWhiteSpace } from './secret-text.ts';

/** Where a command takes a secret from. Never an argument: argument lists are visible to every process. */
export interface SecretOptions {
  readonly secretFile?: string;
  readonly secretEnv?: string;
}

/** What is wrong with how a command was told its secret, in one sentence; null when nothing is. */
export function secretMisuse(options: SecretOptions, request?: string): string | null {
  if (options.secretFile !== undefined && options.secretEnv !== undefined) {
    return 'Give --secret-file or --secret-env, not both.';
  }
  if (options.secretFile === '-' && request === '-') {
    return 'Standard input can be the secret or the request, not both: name a file for one of them.';
  }
  return null;
}

/**
 * The secret's text; null when none was named. Failures do not repeat what was named: a secret given by mistake where its
 * file or variable belongs must not end up in a log.
 */
export async function readSecret(options: SecretOptions): Promise<Result<string | null, Failure>> {
  const { secretFile, secretEnv } = options;
  if (secretFile !== undefined) {
    const file = await readInput(secretFile);
    if (!file.ok) return fail({ ...file.failure, file: 'The file that --secret-file names' });
    const text = secretText(file.value);
    if (!text.ok) return fail({ code: 'secret-invalid', scheme: null, problem: text.failure });
    return ok(warned(text.value));
  }
  if (secretEnv === undefined) return ok(null);
  const value = process.env[secretEnv];
  if (value === undefined) {
    return fail({
      code: 'invalid-input',
      field: '--secret-env',
      problem: 'there is no environment variable of that name',
    });
  }
  if (value === '') return fail({ code: 'secret-invalid', scheme: null, problem: 'the environment variable is empty' });
  return ok(warned(value));
}

function warned(secret: string): string {
  const stray = strayWhiteSpace(secret);
  if (stray !== null) complain(`warning: the secret ${stray}.`);
  return secret;
}

type FileUnreadable = Extract<Failure, { readonly code: 'file-unreadable' }>;

/** A file's bytes; `-` is standard input. */
export async function readInput(file: string): Promise<Result<Uint8Array, FileUnreadable>> {
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
