import { useEffect, useState } from 'react';
import { useApp, useAppState, useConnection } from '../store/context.tsx';
import { Button, EmptyState, ErrorBoundary, Spinner } from '../ui/index.ts';
import { App } from './App.tsx';
import { ConnectionLost, Refused } from './ConnectionLost.tsx';

/** Loads what the screen needs before anything else, and loads it again whenever the connection comes back. */
export function Root() {
  const { bridge, stores } = useApp();
  const connection = useConnection((each) => each.state);
  const ready = useAppState((state) => state.app !== null);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` is there to run it again.
  useEffect(() => {
    if (connection !== 'connected') return;
    let ended = false;
    let stops: readonly (() => void)[] = [];
    setFailed(false);
    Promise.all([
      stores.appState.getState().start(),
      stores.captures.getState().start(),
      stores.queue.getState().start(),
    ]).then(
      (started) => {
        stops = started;
        if (ended) for (const stop of started) stop();
      },
      () => {
        if (!ended) setFailed(true);
      },
    );
    return () => {
      ended = true;
      for (const stop of stops) stop();
    };
  }, [connection, stores, attempt]);

  if (ready) {
    return (
      <ErrorBoundary pane="Hookproof" bridge={bridge}>
        <App />
        <ConnectionLost />
      </ErrorBoundary>
    );
  }
  if (connection === 'refused') return <Refused />;
  if (failed) {
    return (
      <EmptyState
        title="Hookproof did not answer"
        actions={
          <Button variant="primary" onPress={() => setAttempt(attempt + 1)}>
            Try again
          </Button>
        }
      >
        <p>The log in the data folder says why.</p>
      </EmptyState>
    );
  }
  return (
    <div className="app-start">
      <Spinner label="Starting…" size={18} />
    </div>
  );
}
