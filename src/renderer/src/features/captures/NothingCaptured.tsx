import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import { useApp, useDialogs, useEngine } from '../../store/context.tsx';
import { Button, CodeBlock, CopyButton, EmptyState, isWindows, StateDot } from '../../ui/index.ts';
import { exampleCurl } from './example-curl.ts';
import './NothingCaptured.css';

/** The first screen: how to get a request in, and what makes it useful. Each step says when it is done. */
export function NothingCaptured() {
  const { bridge, stores } = useApp();
  const listener = useEngine((app) => app.listener);
  const tunnel = useEngine((app) => app.tunnel);
  const hasSecret = useEngine((app) => app.secrets.length > 0);
  const openSecrets = useDialogs((state) => state.openSecrets);
  const startTunnel = async () => {
    const result = await bridge.call('tunnel.start', null);
    if (!result.ok) stores.toasts.showFailure(result.failure);
  };
  return (
    <EmptyState title="Waiting for the first request">
      <ol className="first-steps">
        <li>
          <h3>Send one</h3>
          {listener.kind === 'listening' ? (
            <>
              <p>Any method and any path will do. From a terminal:</p>
              <CodeBlock label="curl command" code={exampleCurl(listener.url, isWindows)} />
            </>
          ) : (
            <p>The listener is not open yet: see the line at the top.</p>
          )}
        </li>
        <li>
          <h3>Let your provider reach it</h3>
          {tunnel.url === null ? (
            <>
              <p>The tunnel gives this machine a public URL.</p>
              <Button size="small" isBusy={tunnel.state === 'connecting'} onPress={() => void startTunnel()}>
                Switch the tunnel on
              </Button>
            </>
          ) : (
            <p className="first-steps-url">
              Enter this URL at the provider: <span className="mono">{tunnel.url}</span>
              <CopyButton text={tunnel.url} label="Copy the public URL" />
            </p>
          )}
        </li>
        <li>
          <h3>Check its signatures</h3>
          {hasSecret ? (
            <p>
              <StateDot tone="ok">A secret is stored. Each request is checked as it arrives.</StateDot>
            </p>
          ) : (
            <>
              <p>Paste the provider’s signing secret, and every request is checked as it arrives.</p>
              <Button size="small" onPress={() => openSecrets(CATCH_ALL_ENDPOINT_ID)}>
                Add a secret
              </Button>
            </>
          )}
        </li>
      </ol>
    </EmptyState>
  );
}
