import { CircleCheck, CircleSlash, CircleX, Clock, Square, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { DeliveryAttempt, DeliveryRun, DeliveryState } from '../../../../../core/deliver/delivery-run.ts';
import { explain } from '../../../../../core/failure-words.ts';
import { useBridge } from '../../../store/context.tsx';
import { Badge, Button, formatClock, formatDuration, HostileText, StatusChip, useNow } from '../../../ui/index.ts';
import { AttemptDialog } from './AttemptDialog.tsx';

export interface DeliveryTimelineProps {
  readonly run: DeliveryRun;
  readonly endpointId: string | null;
}

/** Attempts, the waits between them, and how it ended. */
export function DeliveryTimeline({ run, endpointId }: DeliveryTimelineProps) {
  const bridge = useBridge();
  const [open, setOpen] = useState<DeliveryAttempt | null>(null);
  const { attempts, state, speed, policy } = run;
  return (
    <section className="delivery" aria-label="Delivery">
      <header className="delivery-head">
        <span className="mono delivery-url">
          <HostileText bytes>{run.method}</HostileText> <HostileText>{run.url}</HostileText>
        </span>
        {speed === 1 ? null : <Badge tone="warn">{`waits ${speed}× faster`}</Badge>}
        {state.kind === 'ended' ? null : (
          <Button
            size="small"
            icon={<Square size={12} />}
            onPress={() => void bridge.call('deliveries.cancel', { id: run.id })}
          >
            Cancel
          </Button>
        )}
      </header>
      <ol className="delivery-steps">
        {attempts.map((attempt) => (
          <AttemptStep key={attempt.number} attempt={attempt} speed={speed} onOpen={() => setOpen(attempt)} />
        ))}
        <StateStep state={state} speed={speed} total={policy.attempts} />
      </ol>
      {open === null || open.attemptId === null ? null : (
        <AttemptDialog
          id={open.attemptId}
          title={`Attempt ${open.number}`}
          endpointId={endpointId}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

interface AttemptStepProps {
  readonly attempt: DeliveryAttempt;
  readonly speed: number;
  readonly onOpen: () => void;
}

function AttemptStep({ attempt, speed, onOpen }: AttemptStepProps) {
  const { number, waitMs, outcome, durationMs, at, attemptId } = attempt;
  return (
    <>
      {number === 1 ? null : (
        <li className="delivery-wait">
          {waitMs === 0 ? 'at once' : `after ${formatDuration(waitMs)}${fasterWords(waitMs, speed)}`}
        </li>
      )}
      <li>
        <button type="button" className="delivery-attempt" onClick={onOpen} disabled={attemptId === null}>
          <span className="delivery-number">{number}</span>
          <StatusChip status={outcome.kind === 'replied' ? outcome.status : null} />
          <span className="delivery-what">
            {outcome.kind === 'replied' ? `Attempt ${number}` : explain(outcome.failure).title}
          </span>
          <span className="delivery-when">
            {formatDuration(durationMs)} <span>{formatClock(at)}</span>
          </span>
        </button>
      </li>
    </>
  );
}

const ends = {
  succeeded: { words: 'Delivered', tone: 'ok', Icon: CircleCheck },
  'given-up': { words: 'Given up', tone: 'fail', Icon: CircleX },
  cancelled: { words: 'Cancelled', tone: 'neutral', Icon: CircleSlash },
  stopped: { words: 'Stopped', tone: 'fail', Icon: TriangleAlert },
} as const;

interface StateStepProps {
  readonly state: DeliveryState;
  readonly speed: number;
  /** Attempts that the policy has. */
  readonly total: number;
}

/** What is going on now, or how it ended. Only the end is announced: a countdown would be read out all the time. */
function StateStep({ state, speed, total }: StateStepProps) {
  switch (state.kind) {
    case 'waiting':
      return (
        <li className="delivery-wait">
          <Clock size={13} aria-hidden="true" />
          <span>
            attempt {state.number} of {total} in <Countdown until={state.until} />
            {speed === 1 ? '' : `: a wait of ${formatDuration(state.waitMs)}, ${speed}× faster`}
          </span>
          <span className="delivery-lives">It goes on when this page is closed, and ends with Hookproof.</span>
        </li>
      );
    case 'sending':
      return (
        <li className="delivery-wait">
          attempt {state.number} of {total} is under way, <Elapsed since={state.since} />
        </li>
      );
    case 'ended': {
      const { words, tone, Icon } = ends[state.outcome];
      return (
        <li className={`delivery-end tone-${tone}`}>
          <Icon size={15} aria-hidden="true" />
          <span role="status">
            <strong>{words}</strong>
            {state.why === '' ? '.' : `: ${state.why}.`}
            {state.failure === null ? null : ` ${explain(state.failure).title} ${explain(state.failure).hint}`}
          </span>
        </li>
      );
    }
  }
}

function fasterWords(waitMs: number, speed: number): string {
  return speed === 1 ? '' : ` (${formatDuration(waitMs / speed)}, ${speed}× faster)`;
}

function Countdown({ until }: { readonly until: number }) {
  const now = useNow(until - Date.now() < 10_000 ? 100 : 1000);
  return <span className="delivery-clock">{wholeSeconds(Math.max(0, until - now))}</span>;
}

function Elapsed({ since }: { readonly since: number }) {
  const now = useNow(250);
  return <span className="delivery-clock">{wholeSeconds(Math.max(0, now - since))}</span>;
}

/** Tenths under ten seconds, so that it is seen to move; whole ones above, which do not flicker. */
function wholeSeconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(Math.ceil(ms / 1000) * 1000);
}
