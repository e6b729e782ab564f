import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { latin1Text } from '../../../../src/core/bytes.ts';
import type { SalvageState } from '../../../../src/core/salvage.ts';
import { number } from '../../../../src/main/storage/sqlite/columns.ts';
import type { SqliteStore } from '../../../../src/main/storage/sqlite/sqlite-store.ts';
import { newCapture } from '../../../support/captures.ts';
import { unwrap, verdict } from '../../../support/store-helpers.ts';
import { openAt } from '../sqlite-support.ts';

export const PAGE_BYTES = 4096;

/** A closed history whose bodies take from no page of their own to several. Gives the raw bytes by id. */
export async function writeHistory(file: string, count: number): Promise<Map<number, string>> {
  const { store } = await openAt(file);
  const captures = Array.from({ length: count }, (_, at) => {
    const body = new Uint8Array((at * 977) % 9000).map((_byte, index) => (index * 31 + at) & 255);
    return newCapture({ target: `/${at}`, body });
  });
  const rows = await Promise.all(captures.map(async (capture) => unwrap(await store.append(capture))));
  const raws = new Map(rows.map(({ id }, at) => [id, latin1Text(captures[at]?.raw ?? new Uint8Array(0))]));
  const reply = { status: 200, headers: [], bodyBytes: 2, source: 'default' } as const;
  const answer = { reply, body: new Uint8Array([111, 107]), replyMs: 1 };
  const judged = rows.filter(({ id }) => id % 3 === 1);
  unwrap(await store.update(judged.map(({ id }) => ({ id, verdicts: [verdict('verified')], reply: answer }))));
  await store.close();
  return raws;
}

/** Of a sound file, which pages each capture needs: its row's, its payload's, its overflow pages. As SQLite's own `dbstat` says. */
export function pagesOfCaptures(file: string): Map<number, Set<number>> {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const pages = db
      .prepare(
        "SELECT name, path, pageno, pagetype, ncell FROM dbstat WHERE name IN ('captures', 'payloads') ORDER BY name, path",
      )
      .all();
    const needed = new Map<number, Set<number>>();
    for (const table of ['captures', 'payloads']) {
      const ids = db
        .prepare(`SELECT id FROM ${table} ORDER BY id`)
        .all()
        .map((row) => number(row, 'id'));
      let next = 0;
      // Leaves in the order of their paths hold the rows in the order of their ids; `…/00a+000002` is the third page of the
      // rest of the cell 0 of the leaf `…/00a`.
      for (const leaf of pages.filter(({ name, pagetype }) => name === table && pagetype === 'leaf')) {
        for (let cell = 0; cell < Number(leaf.ncell); cell++) {
          const id = ids[next] ?? 0;
          next += 1;
          const rest = `${String(leaf.path)}${cell.toString(16).padStart(3, '0')}+`;
          const own = pages.filter(({ name, path }) => name === table && String(path).startsWith(rest));
          const set = needed.get(id) ?? new Set();
          for (const page of [leaf, ...own]) set.add(Number(page.pageno));
          needed.set(id, set);
        }
      }
    }
    return needed;
  } finally {
    db.close();
  }
}

export function destroyPages(file: string, pages: Iterable<number>, filler: (page: number) => Uint8Array): void {
  const descriptor = openSync(file, 'r+');
  for (const page of pages) writeSync(descriptor, filler(page), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES);
  closeSync(descriptor);
}

export const zeros = (): Uint8Array => new Uint8Array(PAGE_BYTES);

export function flipBits(file: string, offsets: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const offset of offsets)
    bytes[offset % bytes.length] = (bytes[offset % bytes.length] ?? 0) ^ (1 << (offset % 8));
  writeFileSync(file, bytes);
}

export function cutInHalf(file: string): void {
  truncateSync(file, Math.floor(statSync(file).size / 2 / PAGE_BYTES) * PAGE_BYTES);
}

export function removeLog(file: string): void {
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
}

/** Everything that the store gives of its captures, by id. */
export async function rawsOf(store: SqliteStore): Promise<Map<number, string>> {
  const raws = new Map<number, string>();
  for (const id of await store.ids({}, null, 100_000)) {
    const slice = await store.bytes(id, 'raw', 0, 1_000_000);
    raws.set(id, latin1Text(slice?.bytes ?? new Uint8Array(0)));
  }
  return raws;
}

export async function salvaged(store: SqliteStore): Promise<SalvageState | null> {
  store.salvage.start();
  await store.salvage.idle();
  return store.salvage.state;
}
