import { Square } from 'lucide-react';
import { useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import { type Burst, type BurstCount, type Latency, throughputOf } from '../../../../../core/deliver/burst.ts';
import { useBridge } from '../../../store/context.tsx';
import { Badge, Button, ErrorState, formatCount, formatDuration, HostileText, StatusChip } from '../../../ui/index.ts';
import { AttemptDialog } from './AttemptDialog.tsx';

export interface BurstResultProps {
  readonly burst: Burst;
  readonly endpointId: string | null;
}

const stateWords = { running: 'Sending', done: 'Done', cancelled: 'Cancelled', stopped: 'Stopped' } as const;

/** How far a burst is, and what came of it. */
export function BurstResult({ burst, endpointId }: BurstResultProps) {
  const bridge = useBridge();
  const [open, setOpen] = useState<number | null>(null);
  const { plan, state, done, counts, latency, failures, failure } = burst;
  return (
    <section className="delivery" aria-label="Burst">
      <header className="delivery-head">
        <span className="mono delivery-url">
          <HostileText bytes>{burst.method}</HostileText> <HostileText>{burst.url}</HostileText>
        </span>
        {state === 'running' ? (
          <Button
            size="small"
            icon={<Square size={12} />}
            onPress={() => void bridge.call('bursts.cancel', { id: burst.id })}
          >
            Cancel
          </Button>
        ) : (
          <Badge tone={state === 'done' ? 'neutral' : 'warn'}>{stateWords[state]}</Badge>
        )}
      </header>
      <div className="burst">
        <ProgressBar
          className="burst-progress"
          aria-label="Requests of the burst"
          value={done}
          maxValue={plan.count}
          valueLabel={`${formatCount(done)} of ${formatCount(plan.count)}`}
        >
          {({ percentage, valueText }) => (
            <>
              <span className="burst-bar">
                <span style={{ width: `${percentage ?? 0}%` }} />
              </span>
              <span className="burst-words">
                {valueText} requests, {plan.concurrency} at a time
                {done === 0 ? '' : ` · ${formatCount(Math.round(throughputOf(burst)))} a second`}
                {state === 'running' ? '' : ` · ${formatDuration(burst.elapsedMs)}`}
              </span>
            </>
          )}
        </ProgressBar>
        {failure === null ? null : <ErrorState failure={failure} />}
        {counts.length === 0 ? null : (
          <ul className="burst-counts" aria-label="Outcomes">
            {counts.map((one) => (
              <Outcome key={one.what} {...one} />
            ))}
          </ul>
        )}
        {latency === null ? null : <LatencyTable latency={latency} />}
        {failures.length === 0 ? null : (
          <div className="burst-failures">
            <span>First failures</span>
            {failures.map((id, index) => (
              <Button
                key={id}
                size="small"
                variant="quiet"
                ariaLabel={`Failure ${index + 1}`}
                onPress={() => setOpen(id)}
              >
                {index + 1}
              </Button>
            ))}
          </div>
        )}
      </div>
      {open === null ? null : (
        <AttemptDialog
          id={open}
          title={`Failure ${failures.indexOf(open) + 1} of the burst`}
          endpointId={endpointId}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

const failureWords: Partial<Record<Extract<BurstCount['what'], string>, string>> = {
  'target-timeout': 'no reply in time',
  'target-unreachable': 'no connection, or closed without a reply',
  'reply-malformed': 'not HTTP',
};

function Outcome({ what, count }: BurstCount) {
  return (
    <li>
      {typeof what === 'number' ? (
        <StatusChip status={what} />
      ) : (
        <span className="burst-failed">{failureWords[what] ?? what}</span>
      )}
      <span className="burst-count">{formatCount(count)}</span>
    </li>
  );
}

const columns = ['p50', 'p90', 'p95', 'p99', 'max'] as const satisfies readonly (keyof Latency)[];

function LatencyTable({ latency }: { readonly latency: Latency }) {
  return (
    <table className="burst-latency">
      <caption>Time to the whole reply</caption>
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          {columns.map((name) => (
            <td key={name}>{formatDuration(latency[name])}</td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
