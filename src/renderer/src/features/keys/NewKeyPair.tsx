import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../../../../core/failure-words.ts';
import { type SchemeInfo, schemeHint } from '../../../../core/signature/scheme-info.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, Select, TextField } from '../../ui/index.ts';
import './keys.css';

export interface NewKeyPairProps {
  readonly endpointId: string;
  /** The only scheme it can be for; null: the user chooses. */
  readonly scheme: SchemeInfo | null;
  /** Chosen first where the user chooses. */
  readonly suggested?: string | null;
  readonly onMade: (secretId: string) => void;
  readonly onCancel?: () => void;
}

/** Makes a key pair to sign test requests with. Its private half is stored as a secret of the endpoint. */
export function NewKeyPair({ endpointId, scheme, suggested = null, onMade, onCancel }: NewKeyPairProps) {
  const { bridge } = useApp();
  const all = useAppState((state) => state.schemes);
  const secrets = useEngine((app) => app.secrets);
  const paired = all.filter(({ keyPair }) => keyPair !== undefined);
  const [chosenId, setChosenId] = useState<string | null>(suggested);
  const [identifier, setIdentifier] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const chosen = scheme ?? paired.find(({ id }) => id === chosenId) ?? null;
  const rule = chosen?.keyPair?.identifier ?? null;
  const lacks = chosen === null || (rule?.required === true && identifier.trim() === '');

  const make = async () => {
    if (chosen === null) return;
    setBusy(true);
    try {
      const taken = secrets.filter((secret) => secret.endpointId === endpointId).map(({ label }) => label);
      const result = await bridge.call('keys.newPair', {
        endpointId,
        scheme: chosen.id,
        label: labelFor(chosen.name, taken),
        identifier: rule === null || identifier.trim() === '' ? null : identifier.trim(),
      });
      if (result.ok) onMade(result.value.secret.id);
      else setError(explain(result.failure).title);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="new-key-pair" aria-label="Make a key pair">
      {scheme === null ? (
        <Select
          label="Scheme"
          searchable
          value={chosen?.id ?? null}
          placeholder="Choose a scheme…"
          onChange={(id) => {
            setChosenId(id);
            setError(null);
          }}
          options={paired
            .map((each) => ({ id: each.id, label: each.name, hint: schemeHint(each) }))
            .toSorted((a, b) => a.label.localeCompare(b.label))}
          hint="The schemes in which a sender signs with a private key and handlers check with the public one."
        />
      ) : null}
      {rule === null ? null : (
        <TextField
          label={rule.name.charAt(0).toUpperCase() + rule.name.slice(1)}
          mono
          value={identifier}
          onChange={(text) => {
            setIdentifier(text);
            setError(null);
          }}
          onSubmit={() => void make()}
          hint={
            rule.required
              ? 'Stands before the key: your handler checks with the same one.'
              : 'Stands before the key where your handler expects another one than the public URL. May be left out.'
          }
        />
      )}
      {error === null ? null : (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="new-key-pair-actions">
        <Button icon={<KeyRound size={13} />} isBusy={isBusy} isDisabled={lacks} onPress={() => void make()}>
          Make a key pair
        </Button>
        {onCancel === undefined ? null : (
          <Button variant="quiet" onPress={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </section>
  );
}

/** `Discord key pair`, then `Discord key pair 2`, …: a label tells secrets apart. */
function labelFor(name: string, taken: readonly string[]): string {
  const first = `${name} key pair`;
  for (let count = 1; ; count++) {
    const label = count === 1 ? first : `${first} ${count}`;
    if (!taken.includes(label)) return label;
  }
}
