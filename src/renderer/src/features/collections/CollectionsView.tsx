import { FolderOpen, FolderPlus, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { useApp } from '../../store/context.tsx';
import { Button, classNames, EmptyState, ErrorState, IconButton, Spinner, SplitPane } from '../../ui/index.ts';
import { useCollections } from '../sending/index.ts';
import { importFile } from './actions.ts';
import { CollectionTree } from './CollectionTree.tsx';
import { useOpenItem } from './collections-store.ts';
import { NameDialog } from './NameDialog.tsx';
import { OpenItemEditor } from './OpenItemEditor.tsx';
import './collections.css';

/** Saved requests: listed, opened, sent again, given away and taken in. */
export function CollectionsView() {
  const entries = useCollections();
  const open = useOpenItem();
  const [creating, setCreating] = useState(false);
  const importer = useImport();
  if (entries === null) {
    return (
      <div className="collections-wait">
        <Spinner label="Reading collections…" />
      </div>
    );
  }
  const empty = entries.length === 0;
  return (
    <section
      className={classNames('collections', importer.dropping && 'collections-dropping')}
      aria-label="Collections"
      {...importer.dropProps}
    >
      {importer.failure === null ? null : <ErrorState failure={importer.failure} onDismiss={importer.dismiss} />}
      {empty ? (
        <EmptyState
          icon={<FolderOpen size={24} />}
          title="No collections yet"
          actions={
            <>
              <Button variant="primary" icon={<FolderPlus size={14} />} onPress={() => setCreating(true)}>
                New collection
              </Button>
              <Button icon={<Upload size={14} />} onPress={importer.choose}>
                Import
              </Button>
            </>
          }
        >
          <p>
            A collection keeps requests on disk, ready to be sent again. Save one from a capture or from Forge, or drop
            a collection file here.
          </p>
        </EmptyState>
      ) : (
        <SplitPane
          id="collections"
          label="Width of the collections"
          firstSize={28}
          firstMin={230}
          secondMin={480}
          first={
            <div className="collections-pane">
              <header className="collections-bar">
                <h2>Collections</h2>
                <IconButton label="Import" size="small" icon={<Upload size={14} />} onPress={importer.choose} />
                <IconButton
                  label="New collection"
                  size="small"
                  icon={<FolderPlus size={14} />}
                  onPress={() => setCreating(true)}
                />
              </header>
              <CollectionTree entries={entries} open={open} />
            </div>
          }
          second={
            open === null ? (
              <EmptyState title="No request is open">
                <p>Choose one on the left to see, edit and send it.</p>
              </EmptyState>
            ) : (
              <OpenItemEditor key={`${open.collectionId} ${open.itemId}`} open={open} />
            )
          }
        />
      )}
      {importer.input}
      {creating ? <NewCollection onClose={() => setCreating(false)} /> : null}
    </section>
  );
}

function NewCollection({ onClose }: { readonly onClose: () => void }) {
  const { bridge } = useApp();
  return (
    <NameDialog
      title="New collection"
      confirmLabel="Create"
      initial=""
      onClose={onClose}
      onConfirm={async (name) => {
        const made = await bridge.call('collections.create', { name });
        return made.ok ? null : made.failure;
      }}
    />
  );
}

/** Importing by choosing a file or dropping one on the view. */
function useImport() {
  const context = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [dropping, setDropping] = useState(false);
  const take = async (file: File) => setFailure(await importFile(context, file));
  const hasFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return {
    failure,
    dropping,
    dismiss: () => setFailure(null),
    choose: () => input.current?.click(),
    dropProps: {
      onDragOver: (event: DragEvent) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setDropping(true);
      },
      onDragLeave: () => setDropping(false),
      onDrop: (event: DragEvent) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setDropping(false);
        const [file] = event.dataTransfer.files;
        if (file !== undefined) void take(file);
      },
    },
    input: (
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Collection file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // Choosing the same file again must count as a choice.
          event.target.value = '';
          if (file !== undefined) void take(file);
        }}
      />
    ),
  };
}
