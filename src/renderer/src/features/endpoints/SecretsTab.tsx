import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Endpoint } from '../../../../core/endpoint.ts';
import { secretsOf } from '../../store/app-state.ts';
import { useAppState, useEngine } from '../../store/context.tsx';
import { Button, formatCount, useLeave } from '../../ui/index.ts';
import { NewKeyPair } from '../keys/index.ts';
import { SecretForm } from './SecretForm.tsx';
import { SecretRow } from './SecretRow.tsx';
import './secrets.css';

export interface SecretsTabProps {
  readonly endpoint: Endpoint;
  /** The scheme that a new one is chosen for at first; null: the endpoint's own. */
  readonly secretFor: string | null;
}

/** The secrets that an endpoint's requests are checked with. Any of them may match. */
export function SecretsTab({ endpoint, secretFor }: SecretsTabProps) {
  const leave = useLeave();
  const all = useEngine((app) => app.secrets);
  const protection = useEngine((app) => app.secretProtection);
  const progress = useAppState((state) => state.judging[endpoint.id]);
  const secrets = secretsOf(all, endpoint.id);
  const [adding, setAdding] = useState<'secret' | 'pair' | null>(() =>
    // Who comes for a scheme that nothing here can be for has come to add it.
    secretFor !== null && secrets.every(({ scheme }) => scheme !== secretFor && scheme !== null) ? 'secret' : null,
  );
  /** The form took the focus along when it was closed: the row of what it added gets it, or else the button below the list. */
  const [added, setAdded] = useState<string | null>(null);
  const [hasLeft, setLeft] = useState(false);
  const leaveForm = (secretId: string | null) => {
    setAdding(null);
    setAdded(secretId);
    setLeft(secretId === null);
  };
  /** The key pair whose public half is shown: of one just made, what the user came for. */
  const [publicOf, setPublicOf] = useState<string | null>(null);
  const schemeHasPairs = useAppState((state) =>
    state.schemes.some(({ id, keyPair }) => id === endpoint.scheme && keyPair !== undefined),
  );
  return (
    <div className="secrets">
      {progress === undefined ? null : (
        <div className="secrets-judging" role="status">
          <progress value={progress.done} max={progress.total} aria-label="Judging again" />
          <span>
            Judging again {formatCount(progress.done)}/{formatCount(progress.total)}
          </span>
        </div>
      )}
      <ul className="secrets-list">
        {secrets.map((secret) => (
          <SecretRow
            key={secret.id}
            secret={secret}
            takesFocus={secret.id === added}
            onFocused={() => setAdded(null)}
            isPublicShown={secret.id === publicOf}
            onShowPublic={(isShown) => setPublicOf(isShown ? secret.id : null)}
          />
        ))}
      </ul>
      {adding === 'pair' ? (
        <div className="secret-form">
          <NewKeyPair
            endpointId={endpoint.id}
            scheme={null}
            suggested={schemeHasPairs ? endpoint.scheme : null}
            onMade={(secretId) => {
              setPublicOf(secretId);
              leaveForm(secretId);
            }}
            onCancel={() => leaveForm(null)}
          />
        </div>
      ) : adding === 'secret' || secrets.length === 0 ? (
        <SecretForm
          endpoint={endpoint}
          others={secrets}
          secretFor={secretFor}
          onDone={leaveForm}
          isFirst={secrets.length === 0}
        />
      ) : null}
      {adding === null ? (
        <div className="endpoint-form-actions">
          {secrets.length === 0 ? null : (
            <Button icon={<KeyRound size={14} />} autoFocus={hasLeft} onPress={() => setAdding('secret')}>
              Add a secret
            </Button>
          )}
          <Button variant="quiet" onPress={() => leave(() => setAdding('pair'))}>
            Make a key pair to forge with…
          </Button>
        </div>
      ) : null}
      <p className="secrets-note">
        While a provider rotates, add the new secret beside the old one: a request is verified when either matches, and
        with a warning when only an expired one does. Protected at rest by {protection}.
      </p>
    </div>
  );
}
