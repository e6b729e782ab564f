import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { TemporarySecret } from '../../secrets/secrets.ts';
import { readSecret } from './secret-source.ts';

/** `--secret-file SCHEME=FILE` and `--secret-env SCHEME=NAME`, each any number of times. */
export interface NamedSecretOptions {
  readonly secretFile: readonly string[];
  readonly secretEnv: readonly string[];
}

export interface NamedSecret extends TemporarySecret {
  readonly scheme: string;
}

export async function readNamedSecrets(options: NamedSecretOptions): Promise<Result<readonly NamedSecret[], Failure>> {
  const secrets: NamedSecret[] = [];
  for (const { option, pairs } of [
    { option: 'secretFile', pairs: options.secretFile },
    { option: 'secretEnv', pairs: options.secretEnv },
  ] as const) {
    for (const pair of pairs) {
      // The pair is not repeated: it may be a secret that was given where its file belongs.
      const [, scheme, source] = /^([a-z0-9-]+)=(.+)$/s.exec(pair) ?? [];
      if (scheme === undefined || source === undefined) return fail(wrongPair[option]);
      const secret = await readSecret({ [option]: source });
      if (!secret.ok) return secret;
      secrets.push({ scheme, label: scheme, value: secret.value ?? '' });
    }
  }
  return ok(secrets);
}

const wrongPair = {
  secretFile: {
    code: 'invalid-input',
    field: '--secret-file',
    problem: 'write SCHEME=FILE, such as github=secret.txt',
  },
  secretEnv: { code: 'invalid-input', field: '--secret-env', problem: 'write SCHEME=NAME, such as github=HOOK_SECRET' },
} as const;
