import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { serialiseSchemes } from '../../src/core/signature/own-recipe-file.ts';
import { recipeSchema } from '../../src/core/signature/recipe.ts';
import { programUrl } from '../support/programs.ts';
import { tempDir } from '../support/temp-dir.ts';

const cli = fileURLToPath(programUrl('cli'));

function hookproof(...args: readonly string[]): Promise<{ code: unknown; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, 'code', ...args], (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });
}

it('writes the source text, or JSON with its file name', async () => {
  const plain = await hookproof('--scheme', 'github', '--language', 'php');
  expect(plain).toMatchObject({ code: 0, err: '' });
  expect(plain.out).toMatch(/^<\?php\n/);
  const { out } = await hookproof('--scheme', 'github', '--language', 'php', '--json');
  expect(JSON.parse(out)).toEqual({ language: 'php', fileName: 'github-webhook.php', text: plain.out });
});

it('writes it for a scheme in a file', async () => {
  const file = join(await tempDir(), 'own.json');
  const recipe = recipeSchema.parse({ algorithm: 'hmac-sha512', signature: { names: ['X-Acme'], encoding: 'base64' } });
  await writeFile(file, serialiseSchemes([{ name: 'Acme', recipe }]));
  const { code, out } = await hookproof('--recipe', file, '--language', 'python');
  expect(code).toBe(0);
  expect(out).toContain('"x-acme"');
});

it('says which scheme it has no code for, and what is wrong', async () => {
  const [unready, unknown, unnamed] = await Promise.all([
    hookproof('--scheme', 'paypal', '--language', 'go'),
    hookproof('--scheme', 'nobody', '--language', 'go'),
    hookproof('--language', 'go'),
  ]);
  expect(unready).toMatchObject({ code: 1, out: '' });
  expect(unready.err).toMatch(/There is no ready Go code for the scheme “paypal”.\n.*see https:/);
  expect(unknown).toMatchObject({ code: 2, out: '' });
  expect(unnamed).toEqual({ code: 2, out: '', err: 'hookproof: code needs --scheme ID, or --recipe FILE.\n' });
});
