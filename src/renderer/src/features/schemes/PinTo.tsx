import { Pin } from 'lucide-react';
import { useState } from 'react';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { sortedEndpoints } from '../../store/app-state.ts';
import { useApp, useCaptures, useEngine } from '../../store/context.tsx';
import { Button, Select } from '../../ui/index.ts';

export interface PinToProps {
  readonly saved: OwnRecipe;
  readonly endpointId: string | null;
}

/** Has an endpoint's requests judged by this scheme and no other. */
export function PinTo({ saved, endpointId }: PinToProps) {
  const { bridge, stores } = useApp();
  const endpoints = useEngine((app) => app.endpoints);
  const ofSelected = useCaptures((state) =>
    state.selectedId === null ? null : (state.rows.get(state.selectedId)?.endpointId ?? null),
  );
  const [chosen, setChosen] = useState<string | null>(endpointId);
  const [busy, setBusy] = useState(false);
  const id = chosen ?? ofSelected ?? CATCH_ALL_ENDPOINT_ID;
  const endpoint = endpoints.find((each) => each.id === id);
  const isPinned = endpoint?.scheme === saved.id;
  const pin = async (scheme: string | null) => {
    setBusy(true);
    try {
      const result = await bridge.call('endpoints.update', { id, scheme });
      if (!result.ok) stores.toasts.showFailure(result.failure);
    } finally {
      setBusy(false);
    }
  };
  const recognised = saved.recipe.signature.in === 'header';
  return (
    <section className="scheme-panel" aria-label="Where it is used">
      <h4>Where it is used</h4>
      <p className="field-hint">
        {recognised
          ? `Requests with ${saved.recipe.signature.names.join(' or ')} are recognised by themselves. Pinned to an endpoint, a request without it fails.`
          : 'Only where it is pinned: requests of it are not recognised by themselves.'}
      </p>
      <div className="scheme-pin">
        <Select
          label="Endpoint"
          hideLabel
          value={id}
          options={sortedEndpoints(endpoints).map((each) => ({ id: each.id, label: each.name, hint: each.path }))}
          onChange={setChosen}
        />
        <Button icon={<Pin size={14} />} isBusy={busy} onPress={() => void pin(isPinned ? null : saved.id)}>
          {isPinned ? 'Unpin' : `Pin to ${endpoint?.name ?? 'endpoint'}`}
        </Button>
      </div>
      {isPinned ? <p role="status">Requests to {endpoint.name} are checked with this scheme.</p> : null}
    </section>
  );
}
