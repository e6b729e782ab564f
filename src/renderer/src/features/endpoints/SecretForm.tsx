import { useState } from 'react';
import type { Endpoint } from '../../../../core/endpoint.ts';
import { explain } from '../../../../core/failure.ts';
import { useApp, useAppState } from '../../store/context.tsx';
import { Button, SecretField, Select, TextField } from '../../ui/index.ts';
import { ANY_SCHEME, schemeOptions } from './scheme-options.ts';

export interface SecretFormProps {
  readonly endpoint: Endpoint;
  readonly takenLabels: readonly string[];
  /** The only thing on the page: it needs no Cancel. */
  readonly isFirst: boolean;
  readonly onDone: () => void;
}

const ANY_HINT = 'Paste it exactly as the provider shows it, prefixes such as whsec_ included.';

export function SecretForm({ endpoint, takenLabels, isFirst, onDone }: SecretFormProps) {
  const { bridge } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('');
  const [scheme, setScheme] = useState(endpoint.scheme ?? ANY_SCHEME);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chosen = schemes.find((each) => each.id === scheme);
  const suggested = freeLabel(chosen?.name ?? 'Secret', takenLabels);

  const add = async () => {
    setBusy(true);
    try {
      const result = await bridge.call('secrets.add', {
        endpointId: endpoint.id,
        label: label.trim() || suggested,
        scheme: scheme === ANY_SCHEME ? null : scheme,
        value,
      });
      if (result.ok) {
        setValue('');
        setLabel('');
        setError(null);
        onDone();
      } else {
        setError(explain(result.failure).title);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="secret-form" aria-label="Add a secret">
      <SecretField
        label="Secret"
        value={value}
        onChange={(text) => {
          setValue(text);
          setError(null);
        }}
        hint={chosen?.secretHint ?? ANY_HINT}
        error={error}
        autoFocus
      />
      <div className="secret-form-row">
        <Select
          label="Scheme"
          searchable
          value={scheme}
          onChange={setScheme}
          options={schemeOptions(schemes, 'Any scheme')}
        />
        <TextField
          label="Label"
          value={label}
          onChange={setLabel}
          placeholder={suggested}
          onSubmit={() => void add()}
        />
      </div>
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} isDisabled={value === ''} onPress={() => void add()}>
          Add secret
        </Button>
        {isFirst ? null : <Button onPress={onDone}>Cancel</Button>}
      </div>
    </section>
  );
}

/** `Stripe`, then `Stripe 2`, …: a label tells secrets apart, so none is given twice. */
export function freeLabel(name: string, taken: readonly string[]): string {
  for (let count = 1; ; count++) {
    const label = count === 1 ? name : `${name} ${count}`;
    if (!taken.includes(label)) return label;
  }
}
