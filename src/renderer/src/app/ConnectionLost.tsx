import { Unplug } from 'lucide-react';
import { useConnection } from '../store/context.tsx';
import { EmptyState, Spinner } from '../ui/index.ts';
import './ConnectionLost.css';

/** Over everything: what is on the screen may be old, and nothing can be sent until the engine is back. */
export function ConnectionLost() {
  const state = useConnection((connection) => connection.state);
  if (state === 'connected') return null;
  return (
    <div className="connection-lost" role="alertdialog" aria-modal="true" aria-label="Connection lost">
      <div className="connection-lost-box">{state === 'refused' ? <Refused /> : <Reconnecting />}</div>
    </div>
  );
}

function Reconnecting() {
  return (
    <EmptyState
      icon={<Unplug size={24} />}
      title="The connection to Hookproof is lost"
      actions={<Spinner label="Trying to reach it…" />}
    >
      <p>
        Check that it still runs where you started it. What was captured is on disk, and this page goes on by itself as
        soon as Hookproof answers. If it was started anew, open the link that it printed then.
      </p>
    </EmptyState>
  );
}

/** The page's token is missing or another run's: only the printed URL carries the right one. */
export function Refused() {
  return (
    <EmptyState icon={<Unplug size={24} />} title="This page needs the link that Hookproof printed">
      <p>
        For your safety, each start of Hookproof has a link of its own. Open the one shown in the terminal where it was
        started; it ends in <code>#token=…</code>.
      </p>
    </EmptyState>
  );
}
