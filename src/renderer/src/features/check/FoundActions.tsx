import { Pin, Save } from 'lucide-react';
import { useState } from 'react';
import type { FoundRecipe } from '../../../../core/discovery/discovery.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import { explain } from '../../../../core/failure-words.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { sortedEndpoints } from '../../store/app-state.ts';
import { useApp, useAppState, useCaptures, useDialogs, useEngine } from '../../store/context.tsx';
import { Button, Select, TextField } from '../../ui/index.ts';
import { freeLabel } from '../endpoints/index.ts';
import type { Given } from './discover-requests.ts';

export interface FoundActionsProps {
  readonly found: FoundRecipe;
  readonly given: Given;
  /** The scheme of the catalogue that signs the same way. */
  readonly known: SchemeInfo | null;
  readonly isFirst: boolean;
}

/** Stands for no endpoint: `Select` needs an id, and no endpoint has this one. */
const NOWHERE = ' nowhere';

/** Keeps a found recipe as a scheme of the user's, and has an endpoint checked with it. */
export function FoundActions({ found, given, known, isFirst }: FoundActionsProps) {
  const { bridge, stores } = useApp();
  const openScheme = useDialogs((state) => state.openScheme);
  const endpoints = useEngine((app) => app.endpoints);
  const names = useAppState((state) => state.schemes.map((each) => each.name).join('\n'));
  const ofCapture = useCaptures((state) => {
    const first = given.find((each) => each.kind === 'capture');
    return first === undefined ? null : (state.rows.get(first.id)?.endpointId ?? CATCH_ALL_ENDPOINT_ID);
  });
  const suggested = freeLabel('Discovered scheme', names.split('\n'));
  const [name, setName] = useState(suggested);
  const [pinTo, setPinTo] = useState(ofCapture ?? NOWHERE);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [savedId, setSavedId] = useState<string | null>(null);

  const keep = async (): Promise<string | null> => {
    let id = known?.id ?? savedId;
    if (id === null) {
      const saved = await bridge.call('recipes.save', {
        id: null,
        name: name.trim() || suggested,
        recipe: found.recipe,
      });
      if (!saved.ok) return explain(saved.failure).title;
      id = saved.value.id;
      setSavedId(id);
    }
    if (pinTo === NOWHERE) return null;
    const pinned = await bridge.call('endpoints.update', { id: pinTo, scheme: id });
    return pinned.ok ? null : explain(pinned.failure).title;
  };
  const press = async () => {
    setBusy(true);
    try {
      const problem = await keep();
      setError(problem);
      if (problem !== null) return;
      const endpoint = endpoints.find(({ id }) => id === pinTo);
      const what = known?.name ?? (name.trim() || suggested);
      stores.toasts.show({
        tone: 'ok',
        text: endpoint === undefined ? `Saved “${what}”.` : `${endpoint.name} is checked with “${what}” from now on.`,
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="found-actions">
      {known === null ? (
        <TextField label="Name of the scheme" hideLabel value={name} onChange={setName} maxLength={200} error={error} />
      ) : null}
      <Select
        label="Pin to endpoint"
        hideLabel
        value={pinTo}
        onChange={setPinTo}
        options={[
          ...(known === null ? [{ id: NOWHERE, label: 'Pin nowhere' }] : []),
          ...sortedEndpoints(endpoints).map(({ id, name: called, path }) => ({
            id,
            label: `Pin to ${called}`,
            hint: path,
          })),
        ]}
      />
      <Button
        variant={isFirst ? 'primary' : 'plain'}
        icon={known === null ? <Save size={14} /> : <Pin size={14} />}
        isBusy={isBusy}
        isDisabled={known !== null && pinTo === NOWHERE}
        onPress={() => void press()}
      >
        {known !== null ? 'Pin this scheme' : savedId === null ? 'Save as my scheme' : 'Pin it'}
      </Button>
      {savedId === null ? null : (
        <Button variant="quiet" onPress={() => openScheme(savedId)}>
          Edit it
        </Button>
      )}
      {known !== null && error !== null ? <p className="field-error">{error}</p> : null}
    </div>
  );
}
