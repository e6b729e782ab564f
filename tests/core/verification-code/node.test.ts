import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { secretVariable } from '../../../src/core/verification-code/source-text.ts';
import { verificationCode } from '../../../src/core/verification-code/verification-code.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { type Call, type CodeCase, cases } from './cases.ts';
import { hostileCase, hostileRecipe } from './hostile-cases.ts';

/** The handler's framework, which `verify` does without. */
const express = `export default function express() { return { post() {}, listen() {} }; }
express.raw = () => undefined;`;

async function load({ scheme, plan }: Pick<CodeCase, 'scheme' | 'plan'>): Promise<(call: Call) => boolean> {
  const code = verificationCode(scheme, 'node');
  if (!code.ok) throw new Error(`no code for ${scheme.id}`);
  const dir = await tempDir();
  await mkdir(join(dir, 'node_modules/express'), { recursive: true });
  await writeFile(join(dir, 'node_modules/express/package.json'), '{"type":"module","exports":"./index.js"}');
  await writeFile(join(dir, 'node_modules/express/index.js'), express);
  const file = join(dir, code.value.fileName);
  await writeFile(file, code.value.text);
  vi.stubEnv(secretVariable(plan), 'set');
  const { verify } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  return ({ request, secrets, nowMs }) => {
    const pairs = Object.entries(Object.groupBy(request.headers, ([name]) => name.toLowerCase()));
    const headers = Object.fromEntries(pairs.map(([name, same = []]) => [name, same.map(([, value]) => value)]));
    const more = [...(plan.takes.url ? [request.url] : []), ...(plan.takes.method ? [request.method] : []), nowMs];
    try {
      return verify(headers, Buffer.from(request.body), secrets, ...more);
    } catch (error) {
      // What it throws for is a secret that nobody can use.
      if (error instanceof Error && /^The (secret|public key) is/.test(error.message)) return false;
      throw error;
    }
  };
}

beforeEach(() => void vi.unstubAllEnvs());
afterEach(() => void vi.unstubAllEnvs());

describe.each(cases.map((one) => [one.scheme.id, one] as const))('%s', (_, one) => {
  it('is told apart as the vectors say', async () => {
    const verify = await load(one);
    expect(one.calls.map((call) => [call.id, verify(call)])).toEqual(one.calls.map(({ id, accept }) => [id, accept]));
  });
});

describe('for a recipe of the user’s own', () => {
  it('is told apart as our own engine does, whatever the names and literals are', { timeout: 60_000 }, async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(hostileRecipe, async (drawn) => {
        const one = hostileCase(drawn, `hostile-${tried}`);
        if (one === undefined) return;
        tried++;
        const verify = await load(one);
        expect(one.calls.map((call) => [call.id, verify(call)])).toEqual(
          one.calls.map(({ id, accept }) => [id, accept]),
        );
      }),
      { numRuns: 120 },
    );
    expect(tried).toBeGreaterThan(40);
  });
});
