import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { QueuedDelivery } from '../../../../core/forward/queue.ts';
import { outcomeWords, queuedWords } from '../../../../core/forward/words.ts';
import { useApp } from '../../store/context.tsx';
import {
  Badge,
  Button,
  ConfirmDialog,
  formatCount,
  HostileText,
  IconButton,
  middleTruncated,
  TimeAgo,
  useNow,
  visibleByteString,
} from '../../ui/index.ts';
import { dropOne, openCapture } from './actions.ts';

export interface DeliveryRowProps {
  readonly delivery: QueuedDelivery;
  /** How many go before it. */
  readonly before: number;
}

export function DeliveryRow({ delivery, before }: DeliveryRowProps) {
  const context = useApp();
  const now = useNow(1000);
  const [asking, setAsking] = useState(false);
  const { captureId, method, path, queuedAt, tries, last, mayBeTwice, state } = delivery;
  return (
    <tr>
      <td>
        <Button size="small" variant="quiet" className="queue-request" onPress={() => openCapture(context, delivery)}>
          <span className="visually-hidden">Open capture </span>
          <span className="queue-dim">#{captureId}</span>{' '}
          <HostileText className="mono">{middleTruncated(visibleByteString(`${method} ${path}`), 60)}</HostileText>
        </Button>
      </td>
      <td className="queue-dim">
        <TimeAgo at={queuedAt} />
      </td>
      <td className="queue-number">{formatCount(tries)}</td>
      <td className="queue-state">
        {queuedWords({ ...delivery, mayBeTwice: false }, before, now)}
        {last === null || state === 'stopped' ? null : <span className="queue-dim"> · {outcomeWords(last)}</span>}
        {mayBeTwice ? <Badge tone="warn">may be delivered twice</Badge> : null}
      </td>
      <td className="queue-actions">
        <IconButton
          label={`Drop capture ${captureId}`}
          size="small"
          icon={<Trash2 size={13} />}
          onPress={() => setAsking(true)}
        />
        <ConfirmDialog
          isOpen={asking}
          title={`Drop the delivery of capture ${captureId}?`}
          confirmLabel="Drop delivery"
          isDangerous
          onConfirm={() => dropOne(context, delivery)}
          onClose={() => setAsking(false)}
        >
          <p>
            It is never delivered to this target{state === 'sending' ? ', unless the try under way arrives' : ''}. The
            capture stays in the list and can be replayed.
          </p>
        </ConfirmDialog>
      </td>
    </tr>
  );
}
