import { describe, expect, it } from 'vitest';
import { fail } from '../../src/core/result.ts';
import { serialiseSchemes } from '../../src/core/signature/own-recipe-file.ts';
import { recipeSchema } from '../../src/core/signature/recipe.ts';
import { openSchemes } from '../../src/main/schemes.ts';
import { createMemoryStore } from '../../src/main/storage/memory-store.ts';

const recipe = recipeSchema.parse({ algorithm: 'hmac-sha256', signature: { names: ['X-Acme'] } });
const file = (...names: string[]) => serialiseSchemes(names.map((name) => ({ name, recipe })));

describe('importing schemes', () => {
  it('adds all of a file under names and ids of their own', async () => {
    const store = createMemoryStore();
    const schemes = await openSchemes(store, () => undefined);
    await schemes.save({ id: null, name: 'Acme', recipe });
    const added = await schemes.import(file('Acme', 'Acme', ' Globex '));
    if (!added.ok) throw new Error(JSON.stringify(added.failure));
    expect(schemes.own.map(({ name }) => name)).toEqual(['Acme', 'Acme 2', 'Acme 3', 'Globex']);
    expect(new Set(schemes.own.map(({ id }) => id)).size).toBe(4);
    expect(added.value.every(({ id }) => schemes.byId(id)?.id === id)).toBe(true);
    const reopened = await openSchemes(store, () => undefined);
    expect(reopened.own).toEqual(schemes.own);
  });

  it('adds none when one is refused or the disk is full', async () => {
    const store = createMemoryStore();
    let changes = 0;
    const schemes = await openSchemes(store, () => changes++);
    const broken = file('Acme', 'Globex').replace(/hmac-sha256(?![\s\S]*hmac-sha256)/, 'rot13');
    expect(await schemes.import(broken)).toMatchObject({ ok: false, failure: { code: 'import-invalid' } });
    const full = await openSchemes({ ...store, putValue: async () => fail({ code: 'storage-full' }) }, () => changes++);
    expect(await full.import(file('Acme'))).toEqual({ ok: false, failure: { code: 'storage-full' } });
    expect([schemes.own, full.own, await store.value('own-recipes'), changes]).toEqual([[], [], null, 0]);
  });
});
