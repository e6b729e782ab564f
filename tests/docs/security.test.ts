import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** docs/security.md promises: each threat has a measure in a file and tests by name. They have to be there. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(`${root}docs/security.md`, 'utf8');

const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => section.split(/^## /m, 1)[0] ?? '')
  .map((text) => ({ id: text.split(' ', 1)[0] ?? '', text }));

const part = (text: string, name: string): string =>
  new RegExp(`^- \\*\\*${name}:\\*\\* (.+)$`, 'm').exec(text)?.[1] ?? '';

/** `tests/a.test.ts`: “one”, “two”; `tests/b.test.ts`: “three”. */
const testsOf = (text: string): { file: string; names: string[] }[] =>
  [...part(text, 'Test').matchAll(/`(tests\/[^`]+)`: ((?:“[^”]+”(?:, )?)+)/g)].map(([, file = '', names = '']) => ({
    file,
    names: [...names.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name),
  }));

it('names T1 to T28, each once, in order', () => {
  expect(sections.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, index) => `T${index + 1}`));
});

describe.each(sections)('$id', ({ text }) => {
  it('says the threat, the measure with its file, the test, and what is not covered', () => {
    expect(text.split('\n')[2]).toMatch(/^[A-Z\d`“].+[.;]$/);
    expect(part(text, 'Measure')).toMatch(/`(src\/[^`]+|package\.json)`/);
    expect(testsOf(text).length).toBeGreaterThan(0);
    expect(part(text, 'Not covered')).toMatch(/\.$/);
  });

  it('names tests that exist', () => {
    // Every test file that is mentioned has at least one test named behind it.
    expect(testsOf(text).map(({ file }) => file)).toEqual(part(text, 'Test').match(/tests\/[^`]+/g));
    for (const { file, names } of testsOf(text)) {
      const source = existsSync(root + file) ? readFileSync(root + file, 'utf8') : '';
      expect([file, names.filter((name) => !source.includes(name))]).toEqual([file, []]);
    }
  });
});

it('names files that exist', () => {
  const files = [...page.matchAll(/`((?:src|tests)\/[^`]+|[\w-]+\.test\.ts)`/g)].map(([, file = '']) => file);
  const places = ['', 'tests/main/hosts/electron/', 'tests/main/hosts/'];
  expect(files.filter((file) => !places.some((place) => existsSync(root + place + file)))).toEqual([]);
});

it('has its policy beside the README, without an address of anybody’s', () => {
  const policy = readFileSync(`${root}SECURITY.md`, 'utf8');
  expect(policy).toContain('(docs/security.md)');
  expect(policy).not.toMatch(/[\w.]+@[\w.]+/);
});
