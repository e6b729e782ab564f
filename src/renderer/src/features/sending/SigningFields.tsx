import type { Draft, Signing } from '../../../../core/draft/draft.ts';
import { schemeHint } from '../../../../core/signature/scheme-info.ts';
import { useAppState, useEngine } from '../../store/context.tsx';
import { Select } from '../../ui/index.ts';
import { ANY_SECRET, fittingSecrets } from './resolve-secret.ts';
import { SecretFields } from './SecretFields.tsx';

/** Stands for "send as it stands": `Select` needs an id, and no scheme is called this. */
const UNSIGNED = ' none';

export interface SigningFieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  /** Whose secrets come first and where a new one is added. */
  readonly endpointId: string | null;
}

/** How the request is signed at the moment of sending. */
export function SigningFields({ draft, onChange, endpointId }: SigningFieldsProps) {
  const schemes = useAppState((state) => state.schemes);
  const secrets = useEngine((app) => app.secrets);
  const { signing } = draft;
  const setSigning = (next: Signing | null) => onChange({ ...draft, signing: next });

  return (
    <div className="signing-fields">
      <Select
        label="Scheme"
        searchable
        value={signing?.scheme ?? UNSIGNED}
        onChange={(id) => {
          if (id === UNSIGNED) return setSigning(null);
          setSigning({
            scheme: id,
            secretId: fittingSecrets(secrets, id, endpointId)[0]?.id ?? ANY_SECRET,
            signedUrl: signing?.signedUrl ?? null,
          });
        }}
        options={[
          { id: UNSIGNED, label: 'None: send as it stands' },
          ...schemes
            .filter((each) => each.canSign)
            .map((each) => ({ id: each.id, label: each.name, hint: schemeHint(each) }))
            .toSorted((a, b) => a.label.localeCompare(b.label)),
        ]}
        hint={
          signing === null
            ? 'The headers go out as they are listed, signature included.'
            : 'Signed at the moment of sending: fresh timestamp, signature headers replaced.'
        }
      />
      {signing === null ? null : (
        <SecretFields signing={signing} onChange={setSigning} url={draft.url} endpointId={endpointId} />
      )}
    </div>
  );
}
