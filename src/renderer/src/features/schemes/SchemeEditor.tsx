import { ChevronLeft, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { useDialogs } from '../../store/context.tsx';
import { useSelectedCapture } from '../../store/selected-capture.ts';
import { Button, ErrorState, InlineNotice, Select, Tabs, TextField, useUnsaved } from '../../ui/index.ts';
import { CaptureCheck } from './CaptureCheck.tsx';
import { ContentSection } from './ContentSection.tsx';
import { DeleteScheme } from './DeleteScheme.tsx';
import { PinTo } from './PinTo.tsx';
import { ExampleRequest, InWords } from './Preview.tsx';
import { starters } from './presets.ts';
import { RecipeJsonView } from './RecipeJsonView.tsx';
import { type RecipeForm, sendsSecret } from './recipe-form.ts';
import { SecretSection } from './SecretSection.tsx';
import { SignatureSection } from './SignatureSection.tsx';
import { useSaveKey } from './save-key.ts';
import { useSchemeForm } from './scheme-form.ts';
import { TimestampSection } from './TimestampSection.tsx';

export interface SchemeEditorProps {
  /** null: a new one. */
  readonly existing: OwnRecipe | null;
  readonly initial: RecipeForm;
  /** The endpoint it is made for, where the user came from one. */
  readonly endpointId: string | null;
  /** To the list. */
  readonly back: () => void;
  /** To where the user came from. */
  readonly done: () => void;
}

export function SchemeEditor({ existing, initial, endpointId, back, done }: SchemeEditorProps) {
  const scheme = useSchemeForm(existing, initial);
  const selected = useSelectedCapture();
  const openSchemes = useDialogs((state) => state.openSchemes);
  const [deleting, setDeleting] = useState(false);
  const [view, setView] = useState('form');
  const { form, set, saved, isChanged } = scheme;
  useUnsaved(isChanged);
  const fields = useRef<HTMLDivElement>(null);
  const save = async () => {
    if (await scheme.save()) return;
    // Once it is marked: the field to correct may be out of sight.
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  useSaveKey(() => {
    if (isChanged && !scheme.isSaving) void save();
  });
  const formView = () => (
    <div className="scheme-fields">
      {scheme.isJsonBroken ? (
        <InlineNotice
          tone="warn"
          actions={
            <Button size="small" onPress={scheme.dropJson}>
              Discard the JSON
            </Button>
          }
        >
          <p>What stands in the JSON view is not a recipe. This is the last one that was.</p>
        </InlineNotice>
      ) : null}
      <SignatureSection scheme={scheme} selected={selected} />
      {sendsSecret(form.algorithm) ? null : <ContentSection scheme={scheme} />}
      <TimestampSection scheme={scheme} selected={selected} />
      {form.algorithm === 'ed25519' ? null : <SecretSection scheme={scheme} />}
    </div>
  );
  return (
    <div className="schemes">
      <div className="scheme-head">
        <Button size="small" variant="quiet" icon={<ChevronLeft size={14} />} onPress={back}>
          All your schemes
        </Button>
        <h3 className="scheme-title">{saved?.name ?? 'New scheme'}</h3>
      </div>
      <div className="scheme-editor">
        <div className="scheme-form" ref={fields}>
          <div className="scheme-row2 scheme-named">
            <TextField
              label="Name"
              placeholder="Acme"
              value={form.name}
              onChange={(name) => set({ name })}
              error={scheme.errorOf('name')}
              maxLength={200}
              autoFocus
            />
            {existing === null ? (
              <Select
                label="Start from"
                placeholder="A usual format…"
                value={null}
                options={starters}
                onChange={(id) => {
                  const chosen = starters.find((each) => each.id === id);
                  if (chosen !== undefined) set(chosen.form);
                }}
              />
            ) : null}
          </div>
          <Tabs
            label="The recipe"
            className="scheme-views"
            selected={view}
            onChange={setView}
            tabs={[
              { id: 'form', label: 'Form', content: formView },
              {
                id: 'json',
                label: 'JSON',
                content: () => <RecipeJsonView scheme={scheme} onSubmit={() => void save()} />,
              },
            ]}
          />
        </div>
        <aside className="scheme-side" aria-label="Preview">
          <InWords recipe={scheme.lastRecipe} isOld={scheme.recipe === null || scheme.isJsonBroken} set={set} />
          <CaptureCheck selected={selected} recipe={scheme.lastRecipe} saved={saved} isChanged={isChanged} />
          {saved === null ? null : <PinTo saved={saved} endpointId={endpointId} />}
          <ExampleRequest recipe={scheme.lastRecipe} />
        </aside>
      </div>
      <div className="scheme-actions">
        {saved === null ? null : (
          <Button variant="quiet" icon={<Trash2 size={14} />} onPress={() => setDeleting(true)}>
            Delete…
          </Button>
        )}
        <div className="scheme-said" aria-live="polite">
          {scheme.failure === null ? null : <ErrorState failure={scheme.failure} />}
          {scheme.isJsonBroken ? (
            <p className="field-error">The JSON is not a recipe yet.</p>
          ) : scheme.isIncomplete ? (
            <p className="field-error">Something is missing: see the fields in red.</p>
          ) : null}
          {saved !== null && !isChanged && scheme.failure === null ? <p className="field-hint">Saved</p> : null}
        </div>
        <Button onPress={done}>{isChanged ? 'Cancel' : 'Done'}</Button>
        <Button
          variant="primary"
          isBusy={scheme.isSaving}
          isDisabled={!isChanged || scheme.isJsonBroken}
          onPress={() => void save()}
        >
          {saved === null ? 'Save scheme' : 'Save changes'}
        </Button>
      </div>
      {saved !== null && deleting ? (
        <DeleteScheme scheme={saved} onDeleted={openSchemes} onClose={() => setDeleting(false)} />
      ) : null}
    </div>
  );
}
