import { useMemo } from 'react';
import type { Endpoint } from '../../../../../core/endpoint.ts';
import { handshakes } from '../../../../../core/handshake/handshakes.ts';
import { useAppState } from '../../../store/context.tsx';
import { InlineNotice, Switch } from '../../../ui/index.ts';
import { useSavedSwitch } from './use-saved-switch.ts';
import { VerifyTokens } from './VerifyTokens.tsx';

/** The questions by which providers make sure of an endpoint: whether they are answered, and with what. */
export function Handshakes({ endpoint }: { readonly endpoint: Endpoint }) {
  const { on, awaitsSecret } = endpoint.replying.handshakes;
  const { error, set } = useSavedSwitch(endpoint);
  return (
    <div className="endpoint-form">
      <div className="replies-switch">
        <Switch isSelected={on} onChange={(isOn) => set({ handshakes: { on: isOn, awaitsSecret } })}>
          Answer handshakes
        </Switch>
        <p className="field-hint">
          Providers ask a question when a webhook is set up, and some ask again later. With this on they get the right
          answer, and the row in the list says which question it was.
        </p>
      </div>
      {on ? (
        <>
          <div className="replies-switch">
            <Switch
              isSelected={awaitsSecret}
              onChange={(isAwaiting) => set({ handshakes: { on, awaitsSecret: isAwaiting } })}
            >
              I am registering the webhook now
            </Switch>
            <p className="field-hint">
              Some providers send the secret in the handshake. It becomes this endpoint’s where it has none; with this
              on the next one that comes is taken in any case.
            </p>
          </div>
          <VerifyTokens endpoint={endpoint} />
          <KnownHandshakes />
        </>
      ) : null}
      {error === null ? null : <InlineNotice tone="fail">{error}</InlineNotice>}
    </div>
  );
}

/** Whose handshakes are answered, by the provider's name. */
function KnownHandshakes() {
  const schemes = useAppState((state) => state.schemes);
  const providers = useMemo(() => {
    const byScheme = Map.groupBy(handshakes, ({ scheme }) => scheme);
    return [...byScheme]
      .map(([id, asked]) => {
        const scheme = schemes.find((each) => each.id === id);
        return {
          id,
          // Some ask and sign nothing: there is no scheme of that id.
          name: scheme?.name ?? asked.map(({ name }) => name).join(', '),
          sentence: scheme?.handshake?.text ?? 'The challenge that it brings is sent back.',
          isOnlyExpected: asked.every(({ onlyExpected }) => onlyExpected === true),
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name));
  }, [schemes]);
  return (
    <details className="handshakes-known">
      <summary>{providers.length} providers’ handshakes are known</summary>
      <dl className="handshakes-list">
        {providers.map(({ id, name, sentence, isOnlyExpected }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd>
              {sentence}
              {isOnlyExpected ? (
                <span className="field-hint"> Only where the endpoint has this scheme or a secret for it.</span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
