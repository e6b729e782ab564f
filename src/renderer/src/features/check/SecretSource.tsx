import type { SecretInfo } from '../../../../core/secret.ts';
import { Segmented } from '../../body/index.ts';
import { useEngine } from '../../store/context.tsx';
import { SecretField, Select } from '../../ui/index.ts';

export interface SecretSourceProps {
  readonly from: 'pasted' | 'stored';
  readonly pasted: string;
  /** null: every one. */
  readonly stored: string | null;
  readonly secrets: readonly SecretInfo[];
  readonly hint: string;
  /** Only one secret can be used: there is no "every one". */
  readonly isSingle?: boolean;
  readonly onChange: (change: {
    readonly secretFrom?: 'pasted' | 'stored';
    readonly pastedSecret?: string;
    readonly storedSecret?: string | null;
  }) => void;
}

/** Stands for every stored secret: `Select` needs an id, and no secret has this one. */
const EVERY = ' every';

/** A secret to be pasted, which is held only by the page, or those that are stored. */
export function SecretSource({ from, pasted, stored, secrets, hint, isSingle = false, onChange }: SecretSourceProps) {
  const endpoints = useEngine((app) => app.endpoints);
  const usable = secrets.filter(({ state }) => state === 'ready');
  const shown = from === 'stored' && usable.length > 0 ? 'stored' : 'pasted';
  return (
    <div className="secret-source">
      {usable.length === 0 ? null : (
        <Segmented
          label="Where the secret comes from"
          options={[
            { id: 'pasted', label: 'Paste a secret' },
            { id: 'stored', label: 'Stored secrets' },
          ]}
          value={shown}
          onChange={(secretFrom) => onChange({ secretFrom })}
        />
      )}
      {shown === 'pasted' ? (
        <SecretField
          label="Secret"
          value={pasted}
          onChange={(pastedSecret) => onChange({ pastedSecret })}
          hint={hint}
          error={null}
        />
      ) : (
        <Select
          label="Secret"
          searchable={usable.length > 8}
          value={stored ?? (isSingle ? null : EVERY)}
          placeholder="Choose a secret…"
          onChange={(id) => onChange({ storedSecret: id === EVERY ? null : id })}
          options={[
            ...(isSingle ? [] : [{ id: EVERY, label: `Every stored secret (${usable.length})` }]),
            ...usable.map(({ id, label, masked, endpointId }) => ({
              id,
              label: `${label}  ${masked}`,
              hint: endpoints.find((each) => each.id === endpointId)?.name ?? '',
            })),
          ]}
        />
      )}
    </div>
  );
}
