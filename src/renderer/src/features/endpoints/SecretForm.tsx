import { useState } from 'react';
import type { Endpoint } from '../../../../core/endpoint.ts';
import { explain } from '../../../../core/failure-words.ts';
import type { SecretInfo } from '../../../../core/secret.ts';
import { useApp, useAppState } from '../../store/context.tsx';
import { Button, Checkbox, SecretField, Select, TextField, useUnsaved } from '../../ui/index.ts';
import { momentOf } from './local-moment.ts';
import { ANY_SCHEME, firstUse, secretUses } from './scheme-options.ts';
import { ValidityFields } from './ValidityFields.tsx';

export interface SecretFormProps {
  readonly endpoint: Endpoint;
  /** Those the endpoint has already. */
  readonly others: readonly SecretInfo[];
  /** The scheme chosen at first; null: the endpoint's own. */
  readonly secretFor: string | null;
  /** The only thing on the page: it needs no Cancel. */
  readonly isFirst: boolean;
  /** The id of the secret that was added; null: none. */
  readonly onDone: (added: string | null) => void;
}

const DAY_MS = 86_400_000;
const ANY_HINT = 'Paste it exactly as the provider shows it, prefixes such as whsec_ included.';

export function SecretForm({ endpoint, others, secretFor, isFirst, onDone }: SecretFormProps) {
  const { bridge, stores } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const [value, setValue] = useState('');
  const [label, setLabel] = useState('');
  const [scheme, setScheme] = useState(() => firstUse(secretFor ?? endpoint.scheme, schemes));
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [validity, setValidity] = useState({ from: '', until: '' });
  const [expire, setExpire] = useState(false);
  useUnsaved(!busy && [value, label, validity.from, validity.until].some((text) => text !== ''));
  const chosen = schemes.find((each) => each.id === scheme);
  const suggested = freeLabel(
    chosen?.name ?? 'Secret',
    others.map((other) => other.label),
  );
  const replaced = others.filter((other) => other.validUntil === null && (other.scheme ?? ANY_SCHEME) === scheme);

  const add = async () => {
    if (value === '' || busy) return;
    setBusy(true);
    try {
      const result = await bridge.call('secrets.add', {
        endpointId: endpoint.id,
        label: label.trim() || suggested,
        scheme: scheme === ANY_SCHEME ? null : scheme,
        value,
        validFrom: momentOf(validity.from, null),
        validUntil: momentOf(validity.until, null),
      });
      if (result.ok) {
        if (expire) await expireAll(replaced);
        setValue('');
        setLabel('');
        setError(null);
        onDone(result.value.id);
      } else {
        setError(explain(result.failure).title);
      }
    } finally {
      setBusy(false);
    }
  };
  /** The new secret is stored by now: what fails here is said beside, not instead. */
  const expireAll = async (secrets: readonly SecretInfo[]) => {
    const validUntil = Date.now() + DAY_MS;
    for (const { id } of secrets) {
      const result = await bridge.call('secrets.update', { id, validUntil });
      if (!result.ok) stores.toasts.showFailure(result.failure);
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
        onSubmit={() => void add()}
        autoFocus
      />
      <div className="secret-form-row">
        <Select label="Scheme" searchable value={scheme} onChange={setScheme} options={secretUses(schemes)} />
        <TextField
          label="Label"
          value={label}
          onChange={setLabel}
          placeholder={suggested}
          onSubmit={() => void add()}
        />
      </div>
      {others.length === 0 ? null : (
        <ValidityFields
          value={validity}
          onChange={(next) => {
            setValidity(next);
            setError(null);
          }}
        />
      )}
      {replaced.length === 0 ? null : (
        <Checkbox isSelected={expire} onChange={setExpire}>
          {replaced.length === 1
            ? `Expire “${replaced[0]?.label}” in 24 h`
            : `Expire the ${replaced.length} older ones in 24 h`}
        </Checkbox>
      )}
      <div className="endpoint-form-actions">
        <Button variant="primary" isBusy={busy} isDisabled={value === ''} onPress={() => void add()}>
          Add secret
        </Button>
        {isFirst ? null : <Button onPress={() => onDone(null)}>Cancel</Button>}
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
