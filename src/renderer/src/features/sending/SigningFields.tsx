import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Draft, Signing } from '../../../../core/draft/draft.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import { type SchemeInfo, schemeHint } from '../../../../core/signature/scheme-info.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, InlineNotice, Select, TextField } from '../../ui/index.ts';
import { NewKeyPair, PublicHalfOf } from '../keys/index.ts';
import { ANY_SECRET, fittingSecrets } from './resolve-secret.ts';

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
  const { stores } = useApp();
  const schemes = useAppState((state) => state.schemes);
  const secrets = useEngine((app) => app.secrets);
  const endpoints = useEngine((app) => app.endpoints);
  const { signing } = draft;
  const scheme = schemes.find((each) => each.id === signing?.scheme);
  const setSigning = (next: Signing | null) => onChange({ ...draft, signing: next });
  const usable = signing === null ? [] : fittingSecrets(secrets, signing.scheme, endpointId);
  const openSecrets = () => stores.dialogs.getState().openSecrets(endpointId ?? CATCH_ALL_ENDPOINT_ID);
  const nameOf = (id: string) => endpoints.find((endpoint) => endpoint.id === id)?.name ?? '';

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
      {signing === null ? null : usable.length === 0 ? (
        <InlineNotice
          tone="warn"
          title="There is no secret to sign with."
          actions={
            <Button size="small" icon={<KeyRound size={13} />} onPress={openSecrets}>
              Add secret
            </Button>
          }
        >
          {scheme?.secretHint}
        </InlineNotice>
      ) : (
        <Select
          label="Secret"
          value={usable.some((secret) => secret.id === signing.secretId) ? signing.secretId : null}
          placeholder="Choose a secret…"
          onChange={(secretId) => setSigning({ ...signing, secretId })}
          options={usable.map((secret) => ({
            id: secret.id,
            label: `${secret.label}  ${secret.masked}`,
            hint: secret.state === 'locked' ? `${nameOf(secret.endpointId)}, locked` : nameOf(secret.endpointId),
          }))}
          hint={
            <>
              The draft holds its name, never its value.{' '}
              <Button size="small" variant="quiet" onPress={openSecrets}>
                Edit secrets
              </Button>
            </>
          }
        />
      )}
      {signing !== null && scheme?.keyPair !== undefined ? (
        <KeyPairOf
          scheme={scheme}
          secretId={usable.some((secret) => secret.id === signing.secretId) ? signing.secretId : null}
          endpointId={endpointId ?? CATCH_ALL_ENDPOINT_ID}
          onMade={(secretId) => setSigning({ ...signing, secretId })}
        />
      ) : null}
      {signing !== null && scheme?.signsUrl === true ? (
        <TextField
          label="Signed URL"
          mono
          type="url"
          placeholder={draft.url}
          value={signing.signedUrl ?? ''}
          onChange={(text) => setSigning({ ...signing, signedUrl: text === '' ? null : text })}
          hint="This scheme signs the URL. Enter the public one your handler checks against; empty: the target URL."
        />
      ) : null}
    </div>
  );
}

interface KeyPairOfProps {
  readonly scheme: SchemeInfo;
  /** The secret that signs; null: there is none yet. */
  readonly secretId: string | null;
  readonly endpointId: string;
  readonly onMade: (secretId: string) => void;
}

/** For schemes in which only the provider has the private key: a pair of the user's own, and its public half. */
function KeyPairOf({ scheme, secretId, endpointId, onMade }: KeyPairOfProps) {
  const [shown, setShown] = useState<string | null>(null);
  const [isMaking, setMaking] = useState(false);
  if (secretId === null || isMaking) {
    return (
      <NewKeyPair
        key={scheme.id}
        endpointId={endpointId}
        scheme={scheme}
        onMade={(made) => {
          setMaking(false);
          setShown(made);
          onMade(made);
        }}
        {...(secretId === null ? {} : { onCancel: () => setMaking(false) })}
      />
    );
  }
  const isShown = shown === secretId;
  return (
    <div className="signing-key-pair">
      <div className="signing-key-actions">
        <Button size="small" icon={<KeyRound size={13} />} onPress={() => setShown(isShown ? null : secretId)}>
          {isShown ? 'Hide the public half' : 'Show the public half'}
        </Button>
        {/* The chosen secret may be the provider's public key, which verifies and cannot sign. */}
        <Button size="small" variant="quiet" onPress={() => setMaking(true)}>
          Make another key pair
        </Button>
      </div>
      {isShown ? <PublicHalfOf secretId={secretId} /> : null}
    </div>
  );
}
