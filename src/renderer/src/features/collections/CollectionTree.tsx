import { Ellipsis, FileWarning, Folder } from 'lucide-react';
import { useState } from 'react';
import type { CollectionEntry, CollectionItemSummary } from '../../../../core/collection/collection.ts';
import { explain } from '../../../../core/failure-words.ts';
import { useApp, useAppState } from '../../store/context.tsx';
import { Badge, ConfirmDialog, HostileText, IconButton, Menu } from '../../ui/index.ts';
import { exportCollection, openItem } from './actions.ts';
import { collectionsStore, type OpenItem } from './collections-store.ts';
import { NameDialog } from './NameDialog.tsx';

type Readable = Extract<CollectionEntry, { kind: 'readable' }>;

type Asking =
  | { readonly what: 'rename' | 'delete'; readonly entry: Readable }
  | { readonly what: 'delete-item'; readonly entry: Readable; readonly item: CollectionItemSummary };

export interface CollectionTreeProps {
  readonly entries: readonly CollectionEntry[];
  readonly open: OpenItem | null;
}

export function CollectionTree({ entries, open }: CollectionTreeProps) {
  const [asking, setAsking] = useState<Asking | null>(null);
  return (
    <div className="collection-tree">
      {entries.map((entry) =>
        entry.kind === 'readable' ? (
          <ReadableEntry key={entry.id} entry={entry} open={open} onAsk={setAsking} />
        ) : (
          <UnreadableEntry key={entry.fileName} entry={entry} />
        ),
      )}
      {asking === null ? null : <Question asking={asking} onClose={() => setAsking(null)} />}
    </div>
  );
}

interface ReadableEntryProps {
  readonly entry: Readable;
  readonly open: OpenItem | null;
  readonly onAsk: (asking: Asking) => void;
}

function ReadableEntry({ entry, open, onAsk }: ReadableEntryProps) {
  const context = useApp();
  return (
    <section className="collection" aria-label={entry.name}>
      <header className="collection-header">
        <Folder size={14} aria-hidden="true" />
        <h3>
          <HostileText>{entry.name}</HostileText>
        </h3>
        <span className="collection-count">{entry.items.length}</span>
        <Menu
          label={`Actions on ${entry.name}`}
          trigger={<IconButton label={`Actions on ${entry.name}`} size="small" icon={<Ellipsis size={14} />} />}
          items={[
            { id: 'rename', label: 'Rename', onAction: () => onAsk({ what: 'rename', entry }) },
            {
              id: 'export',
              label: 'Export, redacted',
              onAction: () => void exportCollection(context, entry.id, false),
            },
            {
              id: 'export-all',
              label: 'Export with credentials and signatures',
              onAction: () => void exportCollection(context, entry.id, true),
            },
            null,
            { id: 'delete', label: 'Delete', isDangerous: true, onAction: () => onAsk({ what: 'delete', entry }) },
          ]}
        />
      </header>
      {entry.items.length === 0 ? (
        <p className="collection-empty">Empty. Save a request to it from a capture or from Forge.</p>
      ) : (
        <ul>
          {entry.items.map((item) => (
            <Item
              key={item.id}
              item={item}
              isOpen={open?.collectionId === entry.id && open.itemId === item.id}
              onOpen={() => void openItem(context, entry.id, item)}
              onDelete={() => onAsk({ what: 'delete-item', entry, item })}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ItemProps {
  readonly item: CollectionItemSummary;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly onDelete: () => void;
}

function Item({ item, isOpen, onOpen, onDelete }: ItemProps) {
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === item.scheme)?.name ?? item.scheme);
  return (
    <li className="collection-item" data-open={isOpen}>
      <button type="button" className="collection-open" aria-current={isOpen} onClick={onOpen}>
        <span className="collection-item-name">
          <HostileText>{item.name}</HostileText>
        </span>
        <span className="collection-item-about mono">
          <HostileText bytes>{item.method}</HostileText> <HostileText>{item.url}</HostileText>
        </span>
      </button>
      {scheme === null ? null : <Badge>{scheme}</Badge>}
      <Menu
        label={`Actions on ${item.name}`}
        trigger={<IconButton label={`Actions on ${item.name}`} size="small" icon={<Ellipsis size={14} />} />}
        items={[
          { id: 'open', label: 'Open', onAction: onOpen },
          { id: 'delete', label: 'Delete', isDangerous: true, onAction: onDelete },
        ]}
      />
    </li>
  );
}

/** Left as it is on disk: the user may be able to correct it. */
function UnreadableEntry({ entry }: { readonly entry: Extract<CollectionEntry, { kind: 'unreadable' }> }) {
  const { title, hint } = explain(entry.failure);
  return (
    <section className="collection collection-unreadable" aria-label={entry.fileName}>
      <header className="collection-header">
        <FileWarning size={14} aria-hidden="true" />
        <h3>
          <HostileText>{entry.fileName}</HostileText>
        </h3>
      </header>
      <p>{title}</p>
      <p className="collection-empty">{hint}</p>
    </section>
  );
}

function Question({ asking, onClose }: { readonly asking: Asking; readonly onClose: () => void }) {
  const context = useApp();
  const { bridge, stores } = context;
  const { entry } = asking;
  const closeOpen = (itemId: string | null) =>
    collectionsStore(context).setState(({ open }) => ({
      open: open?.collectionId === entry.id && (itemId === null || open.itemId === itemId) ? null : open,
    }));
  if (asking.what === 'rename') {
    return (
      <NameDialog
        title="Rename collection"
        confirmLabel="Rename"
        initial={entry.name}
        onClose={onClose}
        onConfirm={async (name) => {
          const done = await bridge.call('collections.rename', { id: entry.id, name });
          return done.ok ? null : done.failure;
        }}
      />
    );
  }
  const item = asking.what === 'delete-item' ? asking.item : null;
  const remove = async () => {
    const done =
      item === null
        ? await bridge.call('collections.delete', { id: entry.id })
        : await bridge.call('collections.deleteItem', { id: entry.id, itemId: item.id });
    if (done.ok) closeOpen(item?.id ?? null);
    else stores.toasts.showFailure(done.failure);
  };
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={item === null ? 'Delete this collection?' : 'Delete this request?'}
      confirmLabel="Delete"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>
        {item === null
          ? `“${entry.name}” and its ${entry.items.length === 1 ? 'one request' : `${entry.items.length} requests`} are deleted from disk.`
          : `“${item.name}” is deleted from “${entry.name}” on disk.`}{' '}
        This cannot be undone.
      </p>
    </ConfirmDialog>
  );
}
