import { Hourglass, Send } from 'lucide-react';
import type { QueuedTarget, QueuePage } from '../../../../core/forward/queue.ts';
import { useApp, useQueue } from '../../store/context.tsx';
import { queuedCount } from '../../store/queue.ts';
import { goesBefore, useQueuePage } from '../../store/queue-page.ts';
import { Button, EmptyState, formatCount, Spinner } from '../../ui/index.ts';
import { deliverAll } from './actions.ts';
import { DeliveryRow } from './DeliveryRow.tsx';
import { TargetHeader } from './TargetHeader.tsx';
import './queue.css';

/** What waits for the targets of forwards. */
export function QueueView() {
  const context = useApp();
  const page = useQueuePage();
  const count = useQueue((state) => queuedCount(state.targets));
  if (page === null) {
    return (
      <div className="queue-wait">
        <Spinner label="Reading…" />
      </div>
    );
  }
  if (page.targets.length === 0) {
    return (
      <EmptyState icon={<Hourglass size={24} />} title="Nothing waits">
        <p>
          When a target that an endpoint forwards to is down, its requests wait here and are delivered in their order as
          soon as it is back.
        </p>
      </EmptyState>
    );
  }
  return (
    <div className="queue">
      <header className="queue-bar">
        <p>
          <strong>{count === 1 ? '1 delivery waits' : `${formatCount(count)} deliveries wait`}</strong>{' '}
          <span className="queue-dim">
            {page.targets.length === 1 ? 'for one target' : `for ${page.targets.length} targets`}
          </span>
        </p>
        <Button variant="primary" icon={<Send size={14} />} onPress={() => void deliverAll(context)}>
          Deliver all now
        </Button>
      </header>
      <div className="queue-targets">
        {page.targets.map((target) => (
          <Target key={`${target.endpointId} ${target.targetId}`} target={target} page={page} />
        ))}
      </div>
    </div>
  );
}

function Target({ target, page }: { readonly target: QueuedTarget; readonly page: QueuePage }) {
  const own = page.deliveries.filter(
    ({ endpointId, targetId }) => endpointId === target.endpointId && targetId === target.targetId,
  );
  const more = target.waiting + target.stopped - own.length;
  return (
    <section className="queue-target" aria-label={target.url ?? 'A target that is gone'}>
      <TargetHeader target={target} />
      <table className="queue-table">
        <thead>
          <tr>
            <th scope="col">Request</th>
            <th scope="col">Since</th>
            <th scope="col">Tries</th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {own.map((delivery, index) => (
            <DeliveryRow
              key={delivery.captureId}
              delivery={delivery}
              before={own.slice(0, index).filter((earlier) => goesBefore(earlier, delivery)).length}
            />
          ))}
        </tbody>
      </table>
      {more > 0 ? <p className="queue-more">and {formatCount(more)} more behind them</p> : null}
    </section>
  );
}
