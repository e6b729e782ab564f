import { utf8Bytes } from '../../../../core/bytes.ts';
import type { CollectionItemSummary } from '../../../../core/collection/collection.ts';
import type { Failure } from '../../../../core/failure.ts';
import { downloadBytes } from '../../body/index.ts';
import type { AppContext } from '../../store/context.tsx';
import { collectionsStore, type OpenItem } from './collections-store.ts';

export async function openItem(context: AppContext, collectionId: string, item: CollectionItemSummary): Promise<void> {
  const draft = await context.bridge.call('collections.item', { id: collectionId, itemId: item.id });
  if (!draft.ok) {
    context.stores.toasts.showFailure(draft.failure);
    return;
  }
  const open: OpenItem = { collectionId, itemId: item.id, name: item.name, saved: draft.value, draft: draft.value };
  collectionsStore(context).setState({ open });
}

/** Saves the open request under its name or a new one. */
export async function saveOpen(context: AppContext, name?: string): Promise<void> {
  const { open } = collectionsStore(context).getState();
  if (open === null) return;
  const { collectionId, itemId, draft } = open;
  const newName = name ?? open.name;
  const saved = await context.bridge.call('collections.saveItem', { id: collectionId, itemId, name: newName, draft });
  if (!saved.ok) {
    context.stores.toasts.showFailure(saved.failure);
    return;
  }
  // Edits made while it was being saved are still unsaved.
  collectionsStore(context).setState(({ open: now }) => ({
    open: now?.itemId === itemId ? { ...now, name: newName, saved: draft } : now,
  }));
}

export async function exportCollection(context: AppContext, id: string, includeSensitive: boolean): Promise<void> {
  const file = await context.bridge.call('collections.export', { id, includeSensitive });
  if (file.ok) downloadBytes(utf8Bytes(file.value.text), file.value.fileName);
  else context.stores.toasts.showFailure(file.failure);
}

/** Longer files are refused before they are read into memory; the engine's own limit is in characters. */
const MAX_IMPORT_BYTES = 128 * 1024 * 1024;

/** null: imported. */
export async function importFile(context: AppContext, file: File): Promise<Failure | null> {
  if (file.size > MAX_IMPORT_BYTES) return { code: 'import-invalid', problem: 'it is larger than 64 MiB' };
  const text = await file.text();
  // The boundary takes no longer text, as the file format does not.
  if (text.length > MAX_IMPORT_BYTES / 2) return { code: 'import-invalid', problem: 'it is larger than 64 MiB' };
  const imported = await context.bridge.call('collections.import', { text });
  if (!imported.ok) return imported.failure;
  const { items } = imported.value;
  context.stores.toasts.show({ tone: 'ok', text: `Imported ${items === 1 ? 'one request' : `${items} requests`}.` });
  return null;
}
