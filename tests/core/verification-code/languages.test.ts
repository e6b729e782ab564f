import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CodeLanguage } from '../../../src/core/verification-code/code-language.ts';
import { secretVariable } from '../../../src/core/verification-code/source-text.ts';
import { verificationCode } from '../../../src/core/verification-code/verification-code.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { type CodeCase, lineOf, typicalCases } from './cases.ts';
import { go } from './harness/go.ts';
import type { Harness } from './harness/harness.ts';
import { java } from './harness/java.ts';
import { php } from './harness/php.ts';
import { python } from './harness/python.ts';
import { ruby } from './harness/ruby.ts';
import { hostileCases } from './hostile-cases.ts';

const run = promisify(execFile);

async function isInstalled([command, ...args]: readonly [string, ...string[]]): Promise<boolean> {
  try {
    await run(command, args);
    return true;
  } catch {
    // Not there or not working: either way the tests of that language are skipped, and are seen to be.
    return false;
  }
}

const harnesses = { python, ruby, go, php, java };

for (const [language, harness] of Object.entries(harnesses) as [Exclude<CodeLanguage, 'node'>, Harness][]) {
  const installed = await isInstalled(harness.probe);

  describe(language, () => {
    const chosen = [...typicalCases, ...hostileCases].flatMap((one) => {
      const code = verificationCode(one.scheme, language);
      return code.ok ? [{ ...one, code: code.value }] : [];
    });

    it('has code for nearly every kind of recipe', () => {
      const builtIn = chosen.filter((one) => typicalCases.some(({ scheme }) => scheme === one.scheme));
      expect(builtIn.length).toBeGreaterThan(typicalCases.length - 8);
    });

    it.skipIf(!installed)(
      'tells requests apart as the vectors say',
      async () => {
        const dir = await tempDir();
        const files = harness.files(chosen);
        for (const [name, text] of files) {
          await mkdir(dirname(join(dir, name)), { recursive: true });
          await writeFile(join(dir, name), text);
        }
        await writeFile(join(dir, 'calls.txt'), callsOf(chosen));
        const secrets = Object.fromEntries(chosen.map(({ plan }) => [secretVariable(plan), 'set']));
        let written = '';
        for (const [command, ...args] of harness.commands(chosen)) {
          const env = { ...process.env, ...secrets, ...harness.env?.(dir) };
          written += (await run(command, args, { cwd: dir, env, maxBuffer: 64 * 1024 * 1024 })).stdout;
        }
        const found = written.trim().split('\n');
        const expected = chosen.flatMap(({ calls }) => calls.map(({ id, accept }) => `${id} ${accept}`));
        expect(found).toEqual(expected);
      },
      120_000,
    );
  });
}

/** A line a call: the scheme's place in the list, the call's id, and the call. */
function callsOf(chosen: readonly CodeCase[]): string {
  return chosen.flatMap(({ calls }, index) => calls.map((call) => `${index}\t${call.id}\t${lineOf(call)}\n`)).join('');
}
