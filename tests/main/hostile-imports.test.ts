import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_COLLECTION_ITEMS } from '../../src/core/collection/file.ts';
import type { Result } from '../../src/core/result.ts';
import { MAX_SCHEMES_IN_FILE } from '../../src/core/signature/own-recipe-file.ts';
import { openCollectionFolder } from '../../src/main/collections/collection-folder.ts';
import { openSchemes } from '../../src/main/schemes.ts';
import { createMemoryStore } from '../../src/main/storage/memory-store.ts';
import { startEngine, unwrap } from '../support/engine.ts';
import { startTarget } from '../support/target.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Files of somebody else's: refused with the reason or taken as the text they are, and never run. */

const CODE = [
  '{{constructor.constructor("globalThis.pwned = 1")()}}',
  '{{#with "s" as |string|}}{{lookup string.sub "constructor"}}{{/with}}',
  '<%= globalThis.pwned = 1 %>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what must not be taken for a template.
  '${globalThis.pwned = 1}',
  '{% for x in ().__class__.__base__.__subclasses__() %}',
  '$(touch pwned) `touch pwned`',
  '{{env.HOME}} {{file "/etc/passwd"}}',
];

const item = (change: object = {}, request: object = {}) => ({
  id: 'i',
  name: 'n',
  savedAt: 0,
  request: { method: 'POST', url: 'http://127.0.0.1:1/', headers: [['A', 'b']], body: { text: '' }, ...request },
  signing: null,
  ...change,
});
const collection = (change: object = {}): string =>
  JSON.stringify({ hookproof: 'collection', version: 1, id: 'c', name: 'n', items: [item()], ...change });

const recipe = { algorithm: 'hmac-sha256', signature: { names: ['x-signature'], encoding: 'hex' } };
const scheme = (change: object = {}): string =>
  JSON.stringify({ hookproof: 'scheme', version: 1, name: 'n', recipe, ...change });

/** Bytes of a file that is no text at all, as an editor or a browser would hand it over. */
const zip = 'PK\u0003\u0004\u0014\u0000\u0000\u0000\u0008\u0000';
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const refused = (result: Result<unknown, { readonly code: string; readonly problem?: string }>): string => {
  if (result.ok) throw new Error('it was taken');
  expect(result.failure.code).toBe('import-invalid');
  return result.failure.problem ?? '';
};

describe('an imported collection', () => {
  it.each([
    ['a zip', zip, /not JSON/],
    ['empty', '', /not JSON/],
    ['nested a million deep', nested(1_000_000), /deeper/],
    [
      'nested deep where a body is expected',
      collection({ items: [item({}, { body: JSON.parse(nested(900)) })] }),
      /deeper/,
    ],
    [
      'of a million requests',
      collection({ items: [] }).replace('[]', `[${'{},'.repeat(999_999)}{}]`),
      new RegExp(`${MAX_COLLECTION_ITEMS}`),
    ],
    ['larger than 64 MiB', collection({ name: 'x'.repeat(64 * 1024 * 1024) }), /64 MiB/],
    ['with a prototype of its own', collection().replace('{', '{"__proto__":{"polluted":true},'), /__proto__/],
    ['with one in a request', collection().replace('"method"', '"__proto__":{"polluted":true},"method"'), /__proto__/],
    ['with a constructor', collection().replace('{', '{"constructor":{"prototype":{"polluted":true}},'), /constructor/],
    ['with a script', collection({ items: [item({ script: 'globalThis.pwned = 1' })] }), /script/],
    ['with a forward rule', collection({ forward: { url: 'http://169.254.169.254/' } }), /forward/],
    ['with a secret', collection({ secrets: [{ value: 'whsec_x' }] }), /secrets/],
    ['with a body from a file', collection({ items: [item({}, { body: { file: '/etc/passwd' } })] }), /body/],
    ['with a time that is none', collection().replace('"savedAt":0', '"savedAt":1e999'), /savedAt/],
    [
      'with 10,001 headers',
      collection({ items: [item({}, { headers: Array.from({ length: 10_001 }, () => ['a', 'b']) })] }),
      /headers/,
    ],
  ])('%s is refused with the reason, and nothing is written', async (_what, text, reason) => {
    const dir = await tempDir();
    const folder = await openCollectionFolder(
      dir,
      () => undefined,
      () => 0,
      () => [],
    );
    expect(refused(await folder.importFile(text))).toMatch(reason);
    expect(folder.entries).toEqual([]);
    expect(await readdir(join(dir, 'collections'))).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('with code in every field is text, sent nowhere by being imported and to nobody else when it is sent', async () => {
    const dir = await tempDir();
    const engine = await startEngine(dir);
    const { handlers } = engine;
    const target = await startTarget();
    const items = CODE.map((code, index) =>
      item(
        { id: code, name: code },
        { url: `${target.url}?q=${index}`, headers: [['X-Code', code]], body: { text: code } },
      ),
    );
    const imported = unwrap(
      await handlers['collections.import']({ text: collection({ name: `../../${CODE[0]}`, items }) }),
    );
    expect(target.requests).toHaveLength(0);
    expect(await handlers['attempts.list']({ captureId: null, limit: 10 })).toEqual([]);
    expect(await readdir(join(dir, 'collections'))).toEqual([expect.stringMatching(/^[a-z0-9-]+\.json$/)]);

    const [entry] = await handlers['collections.list'](null);
    if (entry?.kind !== 'readable') throw new Error('it was imported');
    expect(entry.items.map(({ name }) => name)).toEqual(CODE);
    for (const { id } of entry.items) {
      const draft = unwrap(await handlers['collections.item']({ id: imported.id, itemId: id }));
      unwrap(
        await handlers['send.draft']({ draft, origin: { kind: 'collection', collectionId: imported.id, itemId: id } }),
      );
    }
    expect(target.requests.map(({ body }) => body.toString())).toEqual(CODE);
    expect(target.requests.map((request) => request.header('x-code'))).toEqual(CODE);
    expect(Reflect.get(globalThis, 'pwned')).toBeUndefined();
  });

  it('for another machine is sent nowhere without the user’s word', async () => {
    const { handlers } = await startEngine(await tempDir());
    const items = [item({}, { url: 'http://169.254.169.254/latest/meta-data/' })];
    const { id } = unwrap(await handlers['collections.import']({ text: collection({ items }) }));
    const [entry] = await handlers['collections.list'](null);
    const itemId = entry?.kind === 'readable' ? (entry.items[0]?.id ?? '') : '';
    const draft = unwrap(await handlers['collections.item']({ id, itemId }));
    const sent = await handlers['send.draft']({ draft, origin: { kind: 'collection', collectionId: id, itemId } });
    expect(sent).toMatchObject({ ok: false, failure: { code: 'target-unconfirmed' } });
  });
});

describe('an imported scheme', () => {
  it.each([
    ['a zip', zip, /not JSON/],
    ['nested a million deep', nested(1_000_000), /deeper/],
    [
      'of a million recipes',
      `{"hookproof":"schemes","version":1,"schemes":[${'{},'.repeat(999_999)}{}]}`,
      new RegExp(`${MAX_SCHEMES_IN_FILE}`),
    ],
    ['larger than 4 MiB', scheme({ name: 'x'.repeat(4 * 1024 * 1024) }), /4 MiB/],
    ['with a prototype of its own', scheme().replace('{', '{"__proto__":{"polluted":true},'), /__proto__/],
    [
      'with one in its recipe',
      scheme().replace('"algorithm"', '"__proto__":{"polluted":true},"algorithm"'),
      /__proto__/,
    ],
    ['with a function by name', scheme({ recipe: { ...recipe, algorithm: 'constructor' } }), /algorithm/],
    ['with code in its content', scheme({ recipe: { ...recipe, content: CODE[0] } }), /content/],
    ['with a script', scheme({ recipe: { ...recipe, script: 'globalThis.pwned = 1' } }), /script/],
  ])('%s is refused with the reason', async (_what, text, reason) => {
    const schemes = await openSchemes(createMemoryStore(), () => undefined);
    expect(refused(await schemes.import(text))).toMatch(reason);
    expect(schemes.own).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get(globalThis, 'pwned')).toBeUndefined();
  });
});
