import { Copy, FileSignature, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { useDialogs, useEngine } from '../../store/context.tsx';
import { Badge, Button, EmptyState, IconButton } from '../../ui/index.ts';
import { algorithmName } from './choices.ts';
import { contentWords } from './content-words.ts';
import { DeleteScheme } from './DeleteScheme.tsx';
import { sendsSecret } from './recipe-form.ts';

export function SchemeList({ recipes }: { readonly recipes: readonly OwnRecipe[] }) {
  const openNew = useDialogs((state) => state.openNewScheme);
  const [deleting, setDeleting] = useState<OwnRecipe | null>(null);
  const newScheme = (
    <Button variant="primary" icon={<Plus size={14} />} autoFocus onPress={() => openNew(null)}>
      New scheme
    </Button>
  );
  if (recipes.length === 0) {
    return (
      <div className="schemes">
        <EmptyState icon={<FileSignature size={24} />} title="No schemes of your own" actions={newScheme}>
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
      <ul className="scheme-list">
        {recipes.map((each) => (
          <SchemeRow key={each.id} scheme={each} onDelete={() => setDeleting(each)} />
        ))}
      </ul>
      <div className="scheme-actions">{newScheme}</div>
      {deleting === null ? null : <DeleteScheme scheme={deleting} onClose={() => setDeleting(null)} />}
    </div>
  );
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
      <IconButton label={`Delete ${name}`} icon={<Trash2 size={14} />} onPress={onDelete} />
    </li>
  );
}
