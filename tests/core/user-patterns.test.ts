import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const src = fileURLToPath(new URL('../../src', import.meta.url));

/** A regular expression that a person or a file wrote runs on what a stranger sent: one that backtracks would never end. */
it('regular expressions are made of texts nowhere but where it is known what of', () => {
  const files = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const making = files.filter((file) => /\bRegExp\(/.test(readFileSync(file, 'utf8')));
  expect(making.map((file) => relative(src, file).replaceAll('\\', '/')).sort()).toEqual([
    // The name of a recipe's field, escaped.
    'core/audit/checks/timestamps.ts',
    // The grammar of RFC 9110.
    'core/http/content-type.ts',
    // Prefixes of its own.
    'core/signature/schemes/vonage-sms-sig.ts',
    // Text of the program that is written, not run.
    'core/verification-code/languages/node/called-by-verify.ts',
    // A person's, in a worker that is ended after 250 ms.
    'core/view/find-pattern.ts',
  ]);
});
