import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/core/draft/draft.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import { openCollectionFolder } from '../../../src/main/collections/collection-folder.ts';
import { unwrap } from '../../support/engine.ts';
import { tempDir } from '../../support/temp-dir.ts';

const draft: Draft = {
  method: 'POST',
  url: 'http://user:pw@127.0.0.1:3000/hook?token=abc&x=1',
  headers: [
    ['X-Dup', '1'],
    ['x-dup', '2'],
    ['Authorization', 'Bearer CANARY'],
    ['X-Hub-Signature-256', 'sha256=CANARY'],
  ],
  body: Uint8Array.from([0, 255, 13, 10]),
  signing: { scheme: 'github', secretId: 's1', signedUrl: null },
};

const open = (dir: string) =>
  openCollectionFolder(
    dir,
    () => undefined,
    () => 1_700_000_000_000,
    () => schemes,
  );

describe('the collections folder', () => {
  it('keeps saved requests byte for byte over a restart', async () => {
    const dir = await tempDir();
    const folder = await open(dir);
    const { id } = unwrap(await folder.create('Stripe: tests/äö'));
    const { itemId } = unwrap(await folder.saveItem(id, null, 'Paid', draft));
    const again = await open(dir);
    expect(unwrap(again.item(id, itemId))).toEqual(draft);
    expect(again.entries).toMatchObject([{ kind: 'readable', name: 'Stripe: tests/äö', items: [{ name: 'Paid' }] }]);
  });

  it('has both of two requests saved at once', async () => {
    const dir = await tempDir();
    const folder = await open(dir);
    const { id } = unwrap(await folder.create('Two'));
    await Promise.all([folder.saveItem(id, null, 'a', draft), folder.saveItem(id, null, 'b', draft)]);
    expect((await open(dir)).entries).toMatchObject([{ items: [{ name: 'a' }, { name: 'b' }] }]);
  });

  it('lists a damaged file with the reason, keeps it as it is, and works on beside it', async () => {
    const dir = await tempDir();
    const folder = await open(dir);
    unwrap(await folder.create('Good'));
    await writeFile(join(dir, 'collections', 'bad.json'), '{"hookproof":"collection",');
    const again = await open(dir);
    expect(again.entries).toMatchObject([
      { kind: 'unreadable', fileName: 'bad.json', failure: { code: 'collection-unreadable' } },
      { kind: 'readable', name: 'Good' },
    ]);
    unwrap(await again.create('Another'));
    expect(await readFile(join(dir, 'collections', 'bad.json'), 'utf8')).toBe('{"hookproof":"collection",');
  });

  it('exports without credentials and signatures unless asked, and imports what it exported as a copy', async () => {
    const folder = await open(await tempDir());
    const { id } = unwrap(await folder.create('Shared'));
    unwrap(await folder.saveItem(id, null, 'Paid', draft));
    const { text, fileName } = unwrap(folder.exportFile(id, false));
    expect(fileName).toMatch(/^shared-[0-9a-f]{8}\.hookproof\.json$/);
    for (const hidden of ['CANARY', 'user:pw', 'token=abc']) expect(text).not.toContain(hidden);
    expect(unwrap(folder.exportFile(id, true)).text).toContain('Bearer CANARY');
    const imported = unwrap(await folder.importFile(text));
    expect(imported).toMatchObject({ items: 1 });
    expect(imported.id).not.toBe(id);
    expect(folder.entries).toHaveLength(2);
  });

  it.each([[''], ['[]'], ['{"hookproof":"collection","version":2}'], ['PK\u0003\u0004'], ['{"__proto__":{}}']])(
    'refuses to import %j and changes nothing',
    async (text) => {
      const dir = await tempDir();
      const folder = await open(dir);
      expect(await folder.importFile(text)).toMatchObject({ ok: false, failure: { code: 'import-invalid' } });
      expect(await readdir(join(dir, 'collections'))).toEqual([]);
    },
  );

  it('gives hostile names file names inside the folder', async () => {
    const dir = await tempDir();
    const folder = await open(dir);
    for (const name of ['../../etc/passwd', 'CON', '..', '\u202egnp.exe', 'x'.repeat(500)]) {
      unwrap(await folder.create(name));
    }
    const files = await readdir(join(dir, 'collections'));
    expect(files).toHaveLength(5);
    for (const file of files) expect(file).toMatch(/^[a-z0-9-]{1,60}\.json$/);
  });

  it('does not write what it could not read again', async () => {
    const folder = await open(await tempDir());
    const { id } = unwrap(await folder.create('Large'));
    const large = { ...draft, body: new Uint8Array(50 * 1024 * 1024) };
    expect(await folder.saveItem(id, null, 'x', large)).toMatchObject({
      ok: false,
      failure: { code: 'invalid-input' },
    });
    expect(folder.entries).toMatchObject([{ items: [] }]);
  });
});
