import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import type { TunnelStatus } from '../../../../core/tunnel.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Button, CopyButton, Popover, StateDot, Switch, useNow } from '../../ui/index.ts';
import { randomTunnelName, tunnelRemedy, tunnelWords } from './tunnel-words.ts';

/** One switch for the tunnel, its state in a word, and the public URL. */
export function TunnelChip() {
  const { bridge, stores } = useApp();
  const tunnel = useEngine((app) => app.tunnel);
  const now = useNow(1000);
  const [busy, setBusy] = useState(false);
  const { tone, word, isPulsing } = tunnelWords(tunnel, now);

  const report = (result: Result<unknown, Failure>) => {
    if (!result.ok) stores.toasts.showFailure(result.failure);
  };
  const change = async (on: boolean) => {
    setBusy(true);
    try {
      report(await (on ? bridge.call('tunnel.start', null) : bridge.call('tunnel.stop', null)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="header-chip header-tunnel">
      <Switch isSelected={tunnel.state !== 'down'} onChange={(on) => void change(on)} isDisabled={busy}>
        Tunnel
      </Switch>
      <Popover
        label="About the tunnel"
        trigger={
          <Button variant="quiet" size="small" ariaLabel={`Tunnel: ${word}. Why, and what to do`}>
            <span className="header-state">
              <StateDot tone={tone} isPulsing={isPulsing}>
                {word}
              </StateDot>
              <ChevronDown size={12} aria-hidden="true" />
            </span>
          </Button>
        }
      >
        <TunnelReason tunnel={tunnel} onResult={report} />
      </Popover>
      {tunnel.url === null ? null : (
        <>
          <span className="header-url mono">{tunnel.url}</span>
          <CopyButton text={tunnel.url} label="Copy the public URL" />
        </>
      )}
    </div>
  );
}

interface TunnelReasonProps {
  readonly tunnel: TunnelStatus;
  readonly onResult: (result: Result<unknown, Failure>) => void;
}

function TunnelReason({ tunnel, onResult }: TunnelReasonProps) {
  const { bridge, stores } = useApp();
  const providers = useEngine((app) => app.tunnelProviders);
  const provider = providers.find((each) => each.id === tunnel.provider);
  const remedy = tunnelRemedy(tunnel);
  const goToSettings = () => stores.navigation.getState().go('settings');
  return (
    <div className="tunnel-about">
      <p>{tunnel.message}</p>
      {remedy === 'retry' ? (
        <Button size="small" onPress={() => void bridge.call('tunnel.start', null).then(onResult)}>
          Try again now
        </Button>
      ) : null}
      {remedy === 'new-name' ? (
        <Button
          size="small"
          onPress={() => void bridge.call('tunnel.rename', { name: randomTunnelName() }).then(onResult)}
        >
          Use a new URL now
        </Button>
      ) : null}
      {remedy === 'tunnel-settings' ? (
        <Button size="small" onPress={goToSettings}>
          Open the tunnel’s settings
        </Button>
      ) : null}
      {remedy === 'listener-settings' ? (
        <Button size="small" onPress={goToSettings}>
          Open the listener’s settings
        </Button>
      ) : null}
      {provider === undefined ? null : (
        <dl className="tunnel-facts">
          <div>
            <dt>Provider</dt>
            <dd>{provider.name}</dd>
          </div>
          <div>
            <dt>Bodies</dt>
            <dd>{provider.fidelity.body === 'exact' ? 'arrive exactly as sent' : 'may be changed on the way'}</dd>
          </div>
          <div>
            <dt>Headers</dt>
            <dd>{headerWords[provider.fidelity.headers]}</dd>
          </div>
          <div>
            <dt>Trailers</dt>
            <dd>{provider.fidelity.trailers ? 'are kept' : 'are dropped'}</dd>
          </div>
        </dl>
      )}
      {provider === undefined ? null : <p className="tunnel-note">{provider.note}</p>}
    </div>
  );
}

const headerWords = {
  exact: 'arrive exactly as sent',
  rewritten: 'case or duplicates are changed, and some are added',
  unknown: 'may be changed on the way',
} as const;
