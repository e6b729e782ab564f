import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Signing } from '../../../../core/draft/draft.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import type { SchemeInfo } from '../../../../core/signature/scheme-info.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, InlineNotice, Select, TextField } from '../../ui/index.ts';
import { NewKeyPair, PublicHalfOf } from '../keys/index.ts';
import { fittingSecrets } from './resolve-secret.ts';

export interface SecretFieldsProps {
  readonly signing: Signing;
  readonly onChange: (signing: Signing) => void;
  /** Where it is sent to, which a scheme that signs the URL signs unless told another. */
  readonly url: string;
  /** Whose secrets come first and where a new one is added. */
  readonly endpointId: string | null;
}

/** What a scheme signs with: a stored secret or a key pair, and the URL where the scheme signs it. */
export function SecretFields({ signing, onChange, url, endpointId }: SecretFieldsProps) {
  const { stores } = useApp();
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === signing.scheme));
  const secrets = useEngine((app) => app.secrets);
  const endpoints = useEngine((app) => app.endpoints);
  const usable = fittingSecrets(secrets, signing.scheme, endpointId);
  const openSecrets = () => stores.dialogs.getState().openSecrets(endpointId ?? CATCH_ALL_ENDPOINT_ID, signing.scheme);
  const nameOf = (id: string) => endpoints.find((endpoint) => endpoint.id === id)?.name ?? '';
  return (
    <>
      {usable.length === 0 ? (
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
        <div className="secret-choice">
          <Select
            label="Secret"
            value={usable.some((secret) => secret.id === signing.secretId) ? signing.secretId : null}
            placeholder="Choose a secret…"
            onChange={(secretId) => onChange({ ...signing, secretId })}
            options={usable.map((secret) => ({
              id: secret.id,
              label: `${secret.label}  ${secret.masked}`,
              hint: secret.state === 'locked' ? `${nameOf(secret.endpointId)}, locked` : nameOf(secret.endpointId),
            }))}
            hint="Only its name is kept here, never its value."
          />
          {/* Beside the field and not in its hint: in there it would be one more button that opens the list. */}
          <Button size="small" variant="quiet" onPress={openSecrets}>
            Edit secrets
          </Button>
        </div>
      )}
      {scheme?.keyPair !== undefined ? (
        <KeyPairOf
          scheme={scheme}
          secretId={usable.some((secret) => secret.id === signing.secretId) ? signing.secretId : null}
          endpointId={endpointId ?? CATCH_ALL_ENDPOINT_ID}
          onMade={(secretId) => onChange({ ...signing, secretId })}
        />
      ) : null}
      {scheme?.signsUrl === true ? (
        <TextField
          label="Signed URL"
          mono
          type="url"
          placeholder={url}
          value={signing.signedUrl ?? ''}
          onChange={(text) => onChange({ ...signing, signedUrl: text === '' ? null : text })}
          hint="This scheme signs the URL. Enter the public one your handler checks against; empty: the target URL."
        />
      ) : null}
    </>
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
