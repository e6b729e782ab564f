import { useState } from 'react';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { pathOfTarget } from '../../../../core/http/message.ts';
import { useApp } from '../../store/context.tsx';
import { FormDialog, formatCounted, Select, selectText, TextField } from '../../ui/index.ts';
import { useCollections } from './use-collections.ts';

/** Stands for "a new one": `Select` needs an id, and no collection has this. */
const NEW = ' new';

export interface SaveToCollectionProps {
  readonly draft: Draft;
  /** A name to begin with. */
  readonly suggestedName: string;
  readonly onClose: () => void;
  readonly onSaved?: (place: { collectionId: string; itemId: string }) => void;
}

export function SaveToCollection({ draft, suggestedName, onClose, onSaved }: SaveToCollectionProps) {
  const { bridge, stores } = useApp();
  const entries = useCollections();
  const readable = (entries ?? []).flatMap((entry) => (entry.kind === 'readable' ? [entry] : []));
  const [name, setName] = useState(suggestedName);
  const [chosen, setChosen] = useState<string | null>(null);
  const [newName, setNewName] = useState('My requests');
  const collection = chosen ?? readable[0]?.id ?? NEW;

  const save = async (): Promise<Failure | null> => {
    const place =
      collection === NEW
        ? await bridge.call('collections.create', { name: newName })
        : { ok: true as const, value: { id: collection } };
    if (!place.ok) return place.failure;
    const { id } = place.value;
    // The collection is there now: trying again after a failed save must not make a second one.
    setChosen(id);
    const saved = await bridge.call('collections.saveItem', { id, itemId: null, name, draft });
    if (!saved.ok) return saved.failure;
    stores.toasts.show({
      tone: 'ok',
      text: `Saved “${name.trim()}”.`,
      action: { label: 'Open collections', run: () => stores.navigation.getState().go('collections') },
    });
    onSaved?.({ collectionId: id, itemId: saved.value.itemId });
    return null;
  };

  return (
    <FormDialog
      title="Save to collection"
      confirmLabel="Save"
      isComplete={entries !== null}
      onClose={onClose}
      onConfirm={save}
    >
      {(submit) => (
        <>
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            maxLength={200}
            autoFocus
            inputRef={selectText}
            onSubmit={submit}
          />
          <Select
            label="Collection"
            value={collection}
            onChange={setChosen}
            options={[
              ...readable.map((entry) => ({
                id: entry.id,
                label: entry.name,
                hint: formatCounted(entry.items.length, 'request'),
              })),
              { id: NEW, label: 'New collection…' },
            ]}
          />
          {collection === NEW ? (
            <TextField label="Name of the new collection" value={newName} onChange={setNewName} maxLength={200} />
          ) : null}
          <p className="save-note">
            {draft.signing === null
              ? 'Saved with its headers and body as they are.'
              : 'Saved with how to sign it. The secret stays in the vault; the file only names it.'}
          </p>
        </>
      )}
    </FormDialog>
  );
}

/** "POST /webhooks" for a draft that has no better name. */
export function nameOfDraft(draft: Draft): string {
  const path = pathOfTarget(draft.url);
  return `${draft.method} ${path === '' ? '/' : path}`.slice(0, 200);
}
