import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { Collection } from '../../../src/core/collection/collection.ts';
import { MAX_COLLECTION_ITEMS, parseCollectionFile, serialiseCollection } from '../../../src/core/collection/file.ts';

const collection: Collection = {
  id: 'c1',
  name: 'Release checks',
  items: [
    {
      id: 'i1',
      name: 'Push',
      savedAt: 1_760_000_000_000,
      draft: {
        method: 'POST',
        url: 'http://127.0.0.1:3000/hooks?a=%20',
        headers: [
          ['X-Twice', '1'],
          ['x-twice', '\xff'],
        ],
        body: utf8Bytes('{"é":1}'),
        signing: { scheme: 'github', secretId: 's1', signedUrl: null },
      },
    },
  ],
};

function problemOf(text: string): string {
  const result = parseCollectionFile(text);
  if (result.ok || result.failure.code !== 'import-invalid') throw new Error('it was accepted');
  return result.failure.problem;
}

describe('a collection file', () => {
  it('reads as text, one member a line, in one order', () => {
    const text = serialiseCollection(collection);
    expect(text).toMatch(
      /^\{\n {2}"hookproof": "collection",\n {2}"version": 1,\n {2}"id": "c1",\n {2}"name": "Release checks"/,
    );
    expect(text).toContain('"text": "{\\"é\\":1}"');
    expect(serialiseCollection(collection)).toBe(text);
  });

  it('gives back exactly what was saved, bytes included', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 });
    const byteString = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 30,
    });
    const draft = fc.record({
      method: byteString,
      url: fc.string({ unit: 'binary', maxLength: 40 }),
      headers: fc.array(fc.tuple(byteString, byteString), { maxLength: 5 }),
      body: fc
        .oneof(fc.uint8Array({ maxLength: 100 }), fc.string({ unit: 'binary' }).map(utf8Bytes))
        .map((bytes) => Uint8Array.from(bytes)),
      signing: fc.option(fc.record({ scheme: name, secretId: name, signedUrl: fc.option(name) })),
    });
    const item = fc.record({ id: name, name, savedAt: fc.nat(), draft });
    fc.assert(
      fc.property(fc.record({ id: name, name, items: fc.array(item, { maxLength: 4 }) }), (saved) => {
        expect(parseCollectionFile(serialiseCollection(saved))).toEqual({ ok: true, value: saved });
      }),
    );
  });

  it('says what is wrong and where', () => {
    const edited = (edit: (file: Record<string, unknown>) => void): string => {
      const file: Record<string, unknown> = JSON.parse(serialiseCollection(collection));
      edit(file);
      return JSON.stringify(file);
    };
    expect(problemOf('hello')).toBe('it is not JSON: this is not a JSON value (line 1, column 1)');
    expect(problemOf('[]')).toBe('it is not a Hookproof collection');
    expect(problemOf(edited((file) => (file.version = 2)))).toContain('newer Hookproof (format 2');
    expect(problemOf(edited((file) => (file.name = 7)))).toMatch(/^name: /);
    expect(problemOf(edited((file) => (file.items = [{ id: 'x' }])))).toMatch(/^items\.0\./);
    expect(problemOf(edited((file) => (file.secret = 'whsec_x')))).toContain('secret');
    expect(problemOf(serialiseCollection(collection).replace('"id": "c1"', '"__proto__": {}, "id": "c1"'))).toContain(
      '__proto__',
    );
    expect(problemOf(serialiseCollection(collection).replace(/"text": ".*"/, '"base64": "?"'))).toMatch(
      /^items\.0\.request\.body/,
    );
  });

  it('refuses depth, a flood of items and size before reading them', () => {
    expect(problemOf('['.repeat(1_000_000))).toContain('nested deeper');
    const flood = `{"hookproof":"collection","version":1,"id":"c","name":"n","items":[${'{},'.repeat(MAX_COLLECTION_ITEMS)}{}]}`;
    expect(problemOf(flood)).toMatch(/^items: .*10000/);
    expect(problemOf(' '.repeat(64 * 1024 * 1024 + 1))).toBe('it is larger than 64 MiB');
  });
});
