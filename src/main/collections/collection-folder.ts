import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collection, CollectionEntry, CollectionItem } from '../../core/collection/collection.ts';
import {
  MAX_COLLECTION_CHARS,
  MAX_COLLECTION_ITEMS,
  parseCollectionFile,
  serialiseCollection,
} from '../../core/collection/file.ts';
import { redactDraft } from '../../core/collection/redact.ts';
import type { Draft } from '../../core/draft/draft.ts';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Scheme } from '../../core/signature/scheme.ts';
import { errnoOf, writeFileAtomically } from '../atomic-file.ts';

/**
 * The saved requests of a data folder: `collections/`, one JSON file a collection, readable in a text editor and fit for
 * version control. A file that cannot be read is listed with the reason and never written to.
 */
export interface CollectionFolder {
  readonly entries: readonly CollectionEntry[];
  create(name: string): Promise<Result<{ id: string }, Failure>>;
  rename(id: string, name: string): Promise<Result<void, Failure>>;
  delete(id: string): Promise<Result<void, Failure>>;
  item(id: string, itemId: string): Result<Draft, Failure>;
  saveItem(id: string, itemId: string | null, name: string, draft: Draft): Promise<Result<{ itemId: string }, Failure>>;
  deleteItem(id: string, itemId: string): Promise<Result<void, Failure>>;
  exportFile(id: string, includeSensitive: boolean): Result<{ fileName: string; text: string }, Failure>;
  importFile(text: string): Promise<Result<{ id: string; items: number }, Failure>>;
}

type Held =
  | { readonly kind: 'readable'; readonly file: string; readonly collection: Collection }
  | { readonly kind: 'unreadable'; readonly file: string; readonly failure: Failure };

const EXTENSION = '.json';

export async function openCollectionFolder(
  dataDir: string,
  changed: (entries: readonly CollectionEntry[]) => void,
  now: () => number,
  schemes: () => readonly Scheme[],
): Promise<CollectionFolder> {
  const folder = join(dataDir, 'collections');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let held: readonly Held[] = await readAll(folder);
  // One change at a time: two saves into one file at once must both be in it.
  let last: Promise<unknown> = Promise.resolve();

  const entries = (): readonly CollectionEntry[] => held.map(entryOf);

  function find(id: string): Result<{ file: string; collection: Collection }, Failure> {
    const found = held.find((one) => one.kind === 'readable' && one.collection.id === id);
    return found?.kind === 'readable' ? ok(found) : fail({ code: 'not-found', what: 'collection' });
  }

  function inTurn<T>(change: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const result = last.then(change);
    last = result.catch(() => undefined);
    return result;
  }

  async function write(file: string, collection: Collection): Promise<Result<void, Failure>> {
    const text = serialiseCollection(collection);
    // What could not be read again is not written: the file on disk stays as it was.
    if (collection.items.length > MAX_COLLECTION_ITEMS || text.length > MAX_COLLECTION_CHARS) return tooLarge();
    try {
      await writeFileAtomically(join(folder, file), text);
    } catch (error) {
      return fail(diskFailure(error));
    }
    const rest = held.filter((one) => one.file !== file);
    held = [...rest, { kind: 'readable' as const, file, collection }].sort(byName);
    changed(entries());
    return ok();
  }

  function change(id: string, edit: (collection: Collection) => Collection): Promise<Result<void, Failure>> {
    return inTurn(async () => {
      const found = find(id);
      return found.ok ? write(found.value.file, edit(found.value.collection)) : found;
    });
  }

  async function add(name: string, items: readonly CollectionItem[]): Promise<Result<{ id: string }, Failure>> {
    const id = randomUUID();
    const written = await write(`${fileStem(name, id)}${EXTENSION}`, { id, name, items });
    return written.ok ? ok({ id }) : written;
  }

  return {
    get entries() {
      return entries();
    },
    create(name) {
      const trimmed = name.trim();
      if (trimmed === '') return Promise.resolve(noName());
      return inTurn(() => add(trimmed, []));
    },
    rename(id, name) {
      const trimmed = name.trim();
      if (trimmed === '') return Promise.resolve(noName());
      return change(id, (collection) => ({ ...collection, name: trimmed }));
    },
    delete: (id) =>
      inTurn(async () => {
        const found = find(id);
        if (!found.ok) return found;
        await rm(join(folder, found.value.file), { force: true });
        held = held.filter((one) => one.file !== found.value.file);
        changed(entries());
        return ok();
      }),
    item(id, itemId) {
      const found = find(id);
      if (!found.ok) return found;
      const item = found.value.collection.items.find((candidate) => candidate.id === itemId);
      return item === undefined ? fail({ code: 'not-found', what: 'collection item' }) : ok(item.draft);
    },
    async saveItem(id, itemId, name, draft) {
      if (name.trim() === '') return noName();
      const item: CollectionItem = { id: itemId ?? randomUUID(), name: name.trim(), draft, savedAt: now() };
      const saved = await change(id, (collection) => ({ ...collection, items: withItem(collection.items, item) }));
      return saved.ok ? ok({ itemId: item.id }) : saved;
    },
    deleteItem: (id, itemId) =>
      change(id, (collection) => ({ ...collection, items: collection.items.filter((item) => item.id !== itemId) })),
    exportFile(id, includeSensitive) {
      const found = find(id);
      if (!found.ok) return found;
      const { collection, file } = found.value;
      const items = collection.items.map((item) => ({ ...item, draft: redactDraft(item.draft, schemes()) }));
      return ok({
        fileName: `${file.slice(0, -EXTENSION.length)}.hookproof.json`,
        text: serialiseCollection(includeSensitive ? collection : { ...collection, items }),
      });
    },
    async importFile(text) {
      const parsed = parseCollectionFile(text);
      if (!parsed.ok) return parsed;
      const { name, items } = parsed.value;
      // Ids of its own: the same file may be imported twice, or come from this very folder.
      const added = await inTurn(() =>
        add(
          name,
          items.map((item) => ({ ...item, id: randomUUID() })),
        ),
      );
      return added.ok ? ok({ id: added.value.id, items: items.length }) : added;
    },
  };
}

async function readAll(folder: string): Promise<readonly Held[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(EXTENSION)).sort();
  const read = await Promise.all(files.map((file) => readOne(folder, file)));
  const seen = new Set<string>();
  return read
    .map((one): Held => {
      if (one.kind === 'unreadable') return one;
      // A file copied by hand carries its origin's id.
      const id = seen.has(one.collection.id) ? randomUUID() : one.collection.id;
      seen.add(id);
      return { ...one, collection: { ...one.collection, id } };
    })
    .sort(byName);
}

async function readOne(folder: string, file: string): Promise<Held> {
  const unreadable = (problem: string): Held => ({
    kind: 'unreadable',
    file,
    failure: { code: 'collection-unreadable', fileName: file, problem },
  });
  let text: string;
  try {
    text = await readFile(join(folder, file), 'utf8');
  } catch (error) {
    return unreadable(errnoOf(error) ?? String(error));
  }
  const parsed = parseCollectionFile(text);
  if (parsed.ok) return { kind: 'readable', file, collection: parsed.value };
  return unreadable('problem' in parsed.failure ? String(parsed.failure.problem) : parsed.failure.code);
}

function byName(a: Held, b: Held): number {
  const nameOf = (one: Held): string => (one.kind === 'readable' ? one.collection.name : one.file);
  return nameOf(a).localeCompare(nameOf(b), 'en');
}

function entryOf(one: Held): CollectionEntry {
  if (one.kind === 'unreadable') return { kind: 'unreadable', fileName: one.file, failure: one.failure };
  const { id, name, items } = one.collection;
  return {
    kind: 'readable',
    id,
    name,
    items: items.map((item) => ({
      id: item.id,
      name: item.name,
      method: item.draft.method,
      url: item.draft.url,
      scheme: item.draft.signing?.scheme ?? null,
      bodyBytes: item.draft.body.length,
      savedAt: item.savedAt,
    })),
  };
}

function withItem(items: readonly CollectionItem[], item: CollectionItem): readonly CollectionItem[] {
  return items.some((one) => one.id === item.id)
    ? items.map((one) => (one.id === item.id ? item : one))
    : [...items, item];
}

/** A readable file name that cannot leave the folder, be reserved on Windows or collide with another name's. */
function fileStem(name: string, id: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const short = createHash('sha256').update(id).digest('hex').slice(0, 8);
  return words === '' ? `collection-${short}` : `${words}-${short}`;
}

function noName(): Result<never, Failure> {
  return fail({ code: 'invalid-input', field: 'Name', problem: 'a collection and its requests need names' });
}

function tooLarge(): Result<never, Failure> {
  const items = MAX_COLLECTION_ITEMS.toLocaleString('en');
  const problem = `it would be larger than a file may be (${items} requests, 64 Mi characters); start another one`;
  return fail({ code: 'invalid-input', field: 'Collection', problem });
}

function diskFailure(error: unknown): Failure {
  const errno = errnoOf(error);
  if (errno === null) throw error;
  return errno === 'ENOSPC' ? { code: 'storage-full' } : { code: 'storage-failed', detail: errno };
}
