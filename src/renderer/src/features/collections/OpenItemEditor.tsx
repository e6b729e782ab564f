import { Save } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../../store/context.tsx';
import { Badge, Button, HostileText } from '../../ui/index.ts';
import { DraftEditor } from '../sending/index.ts';
import { saveOpen } from './actions.ts';
import { collectionsStore, type OpenItem } from './collections-store.ts';
import { NameDialog } from './NameDialog.tsx';

/** A saved request, to edit and send; changes are on disk only once they are saved. */
export function OpenItemEditor({ open }: { readonly open: OpenItem }) {
  const context = useApp();
  const [renaming, setRenaming] = useState(false);
  const changed = open.draft !== open.saved;
  return (
    <section className="collection-editor" aria-label={open.name}>
      <header className="collection-editor-header">
        <h2>
          <HostileText>{open.name}</HostileText>
        </h2>
        {changed ? <Badge tone="warn">not saved</Badge> : null}
        <span className="collection-editor-space" />
        <Button size="small" variant="quiet" onPress={() => setRenaming(true)}>
          Rename
        </Button>
        <Button size="small" icon={<Save size={13} />} isDisabled={!changed} onPress={() => void saveOpen(context)}>
          Save
        </Button>
      </header>
      <div className="collection-draft">
        <DraftEditor
          id="collection"
          draft={open.draft}
          onChange={(draft) => collectionsStore(context).setState({ open: { ...open, draft } })}
          origin={{ kind: 'collection', collectionId: open.collectionId, itemId: open.itemId }}
          endpointId={null}
          name={open.name}
          hideSave
        />
      </div>
      {renaming ? (
        <NameDialog
          title="Rename request"
          confirmLabel="Rename"
          initial={open.name}
          onClose={() => setRenaming(false)}
          onConfirm={async (name) => {
            await saveOpen(context, name);
            return null;
          }}
        />
      ) : null}
    </section>
  );
}
