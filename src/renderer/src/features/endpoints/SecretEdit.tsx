import { useState } from 'react';
import { explain } from '../../../../core/failure-words.ts';
import type { SecretInfo } from '../../../../core/secret.ts';
import { useApp, useAppState } from '../../store/context.tsx';
import { Button, SecretField, Select, TextField, useUnsaved } from '../../ui/index.ts';
import { localMoment, momentOf } from './local-moment.ts';
import { ANY_SCHEME, secretUses } from './scheme-options.ts';
import { ValidityFields } from './ValidityFields.tsx';

/** Changes a stored secret. Its value is replaced only when a new one is entered. */
export function SecretEdit({ secret, onDone }: { readonly secret: SecretInfo; readonly onDone: () => void }) {
  const { bridge } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const [value, setValue] = useState('');
  const [label, setLabel] = useState(secret.label);
  const [scheme, setScheme] = useState(secret.scheme ?? ANY_SCHEME);
  const initial = { from: localMoment(secret.validFrom), until: localMoment(secret.validUntil) };
  const [validity, setValidity] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const isChanged =
    value !== '' ||
    label !== secret.label ||
    scheme !== (secret.scheme ?? ANY_SCHEME) ||
    validity.from !== initial.from ||
    validity.until !== initial.until;
  useUnsaved(isChanged && !busy);

  const save = async () => {
    if (busy) return;
    setBusy(true);
    try {
      const result = await bridge.call('secrets.update', {
        id: secret.id,
        label: label.trim() || secret.label,
        scheme: scheme === ANY_SCHEME ? null : scheme,
        ...(value === '' ? {} : { value }),
        validFrom: momentOf(validity.from, secret.validFrom),
        validUntil: momentOf(validity.until, secret.validUntil),
      });
      if (result.ok) onDone();
      else setError(explain(result.failure).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="secret-form" aria-label={`Edit ${secret.label}`}>
      <SecretField
        label="New value"
        value={value}
        onChange={(text) => {
          setValue(text);
          setError(null);
        }}
        hint="Leave empty to keep the stored one. All captures of the endpoint are judged again."
        error={error}
        onSubmit={() => void save()}
        autoFocus
      />
      <div className="secret-form-row">
        <Select label="Scheme" searchable value={scheme} onChange={setScheme} options={secretUses(schemes)} />
        <TextField label="Label" value={label} onChange={setLabel} onSubmit={() => void save()} />
      </div>
      <ValidityFields
        value={validity}
        onChange={(next) => {
          setValidity(next);
          setError(null);
        }}
      />
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} onPress={() => void save()}>
          Save
        </Button>
        <Button onPress={onDone}>Cancel</Button>
      </div>
    </section>
  );
}
