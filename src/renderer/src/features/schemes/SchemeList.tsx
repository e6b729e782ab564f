import { Copy, Download, FileSignature, Plus, SearchCode, Trash2, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import { contentWords } from '../../../../core/signature/content-words.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { useApp, useCaptures, useDialogs, useEngine } from '../../store/context.tsx';
import { Badge, Button, EmptyState, ErrorState, IconButton } from '../../ui/index.ts';
import { algorithmName } from './choices.ts';
import { DeleteScheme } from './DeleteScheme.tsx';
import { sendsSecret } from './recipe-form.ts';
import { exportSchemes, importSchemes } from './scheme-files.ts';

export function SchemeList({ recipes }: { readonly recipes: readonly OwnRecipe[] }) {
  const openNew = useDialogs((state) => state.openNewScheme);
  const [deleting, setDeleting] = useState<OwnRecipe | null>(null);
  const { failure, dismiss, importButton } = useImport();
  const discover = <DiscoverButton />;
  const newScheme = (
    <Button variant="primary" icon={<Plus size={14} />} autoFocus onPress={() => openNew(null)}>
      New scheme
    </Button>
  );
  if (recipes.length === 0) {
    return (
      <div className="schemes">
        {failure === null ? null : <ErrorState failure={failure} onDismiss={dismiss} />}
        <EmptyState
          icon={<FileSignature size={24} />}
          title="No schemes of your own"
          actions={
            <>
              {newScheme}
              {discover}
              {importButton}
            </>
          }
        >
          <p>
            For a sender that Hookproof does not know: say where its signature stands and what it signs, and its
            requests are judged, re-signed and forged like those of any other.
          </p>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="schemes">
      {failure === null ? null : <ErrorState failure={failure} onDismiss={dismiss} />}
      <ul className="scheme-list">
        {recipes.map((each) => (
          <SchemeRow key={each.id} scheme={each} onDelete={() => setDeleting(each)} />
        ))}
      </ul>
      <div className="scheme-actions">
        {newScheme}
        {discover}
        {importButton}
        {recipes.length === 1 ? null : (
          <Button icon={<Download size={14} />} onPress={() => exportSchemes(recipes)}>
            Export all…
          </Button>
        )}
      </div>
      {deleting === null ? null : <DeleteScheme scheme={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
}

/** Leads to the search for the scheme of captures that no known one fits, beginning with the selected one. */
function DiscoverButton() {
  const openDiscover = useDialogs((state) => state.openDiscover);
  const selected = useCaptures(({ selectedId, rows }) =>
    selectedId !== null && rows.get(selectedId)?.kind === 'request' ? selectedId : null,
  );
  return (
    <Button
      icon={<SearchCode size={14} />}
      onPress={() => openDiscover({ captureIds: selected === null ? [] : [selected] })}
    >
      Discover…
    </Button>
  );
}

/** A button that takes schemes from a file, and why it was refused. */
function useImport() {
  const context = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const take = async (file: File) => setFailure(await importSchemes(context, file));
  return {
    failure,
    dismiss: () => setFailure(null),
    importButton: (
      <>
        <Button icon={<Upload size={14} />} onPress={() => input.current?.click()}>
          Import…
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="File of schemes"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            // Choosing the same file again must count as a choice.
            event.target.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </>
    ),
  };
}

function SchemeRow({ scheme, onDelete }: { readonly scheme: OwnRecipe; readonly onDelete: () => void }) {
  const open = useDialogs((state) => state.openScheme);
  const openNew = useDialogs((state) => state.openNewScheme);
  const endpoints = useEngine((app) => app.endpoints);
  const { name, recipe } = scheme;
  const template = parseTemplate(recipe.signed);
  const about = [
    algorithmName(recipe.algorithm),
    recipe.signature.names.join(', '),
    ...(sendsSecret(recipe.algorithm) || !template.ok ? [] : [contentWords(template.value)]),
  ];
  return (
    <li className="scheme-row">
      <Button variant="quiet" className="scheme-open" ariaLabel={`Edit ${name}`} onPress={() => open(scheme.id)}>
        <span className="scheme-name">
          {name}
          {endpoints
            .filter((each) => each.scheme === scheme.id)
            .map((each) => (
              <Badge key={each.id} tone="accent">
                pinned to {each.name}
              </Badge>
            ))}
        </span>
        <span className="scheme-about">{about.join(' · ')}</span>
      </Button>
      <IconButton
        label={`Copy ${name} to a new scheme`}
        icon={<Copy size={14} />}
        onPress={() => openNew(null, scheme.id)}
      />
      <IconButton label={`Export ${name}…`} icon={<Download size={14} />} onPress={() => exportSchemes([scheme])} />
      <IconButton label={`Delete ${name}`} icon={<Trash2 size={14} />} onPress={onDelete} />
    </li>
  );
}
