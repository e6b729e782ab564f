import { Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { QueuedTarget } from '../../../../core/forward/queue.ts';
import { outcomeWords } from '../../../../core/forward/words.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Badge, Button, ConfirmDialog, formatCount, HostileText, IconButton } from '../../ui/index.ts';
import { deliverTo, dropAll } from './actions.ts';

/** One target: how much waits for it, why, and what can be done with all of it. */
export function TargetHeader({ target }: { readonly target: QueuedTarget }) {
  const context = useApp();
  const { url, waiting, stopped, last } = target;
  const endpoint = useEngine((app) => app.endpoints.find(({ id }) => id === target.endpointId));
  const [asking, setAsking] = useState(false);
  const all = waiting + stopped;
  const name = url ?? 'this target';
  return (
    <header className="queue-target-header">
      <div className="queue-target-about">
        <h2 className="queue-url mono">{url === null ? 'A target that is gone' : <HostileText>{url}</HostileText>}</h2>
        <p className="queue-dim">
          {endpoint === undefined ? 'a deleted endpoint' : `${endpoint.name} ${endpoint.path}`}
          {last === null ? null : ` · ${outcomeWords(last)}`}
        </p>
      </div>
      {waiting === 0 ? null : <Badge>{formatCount(waiting)} waiting</Badge>}
      {stopped === 0 ? null : <Badge tone="warn">{formatCount(stopped)} stopped</Badge>}
      {url === null ? null : (
        <Button
          size="small"
          icon={<Send size={13} />}
          ariaLabel={`Deliver now to ${url}`}
          onPress={() => void deliverTo(context, target)}
        >
          Deliver now
        </Button>
      )}
      <IconButton
        label={`Drop all that waits for ${name}`}
        size="small"
        icon={<Trash2 size={13} />}
        onPress={() => setAsking(true)}
      />
      <ConfirmDialog
        isOpen={asking}
        title={all === 1 ? 'Drop the delivery?' : `Drop ${formatCount(all)} deliveries?`}
        confirmLabel={all === 1 ? 'Drop delivery' : 'Drop all'}
        isDangerous
        onConfirm={() => dropAll(context, target)}
        onClose={() => setAsking(false)}
      >
        <p>They are never delivered to {name}. The captures stay in the list and can be replayed.</p>
      </ConfirmDialog>
    </header>
  );
}
