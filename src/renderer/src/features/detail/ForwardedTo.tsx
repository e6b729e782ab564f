import { ArrowRight } from 'lucide-react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import { outcomeWords, queuedWords } from '../../../../core/forward/words.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { useQueued } from '../../store/queue-page.ts';
import { Button, formatDuration, HostileText, middleTruncated, StatusChip, useNow } from '../../ui/index.ts';
import { detailStore } from './detail-store.ts';
import { useAttempts } from './use-attempts.ts';

/** The targets that a capture was sent on to, newest try first, each with both sides of its exchange, and where it waits. */
export function ForwardedTo({ detail }: { readonly detail: CaptureDetail }) {
  const context = useApp();
  const attempts = useAttempts(detail.id);
  const forwarded = attempts?.filter(({ origin }) => origin.kind === 'forward') ?? [];
  if (forwarded.length === 0) return <Waiting detail={detail} />;
  return (
    <>
      <ul className="forwarded" aria-label="Forwarded to">
        {forwarded.map(({ id, url, outcome, durationMs }) => (
          <li key={id}>
            <StatusChip status={outcome.kind === 'replied' ? outcome.status : null} />
            <ArrowRight size={13} aria-hidden="true" />
            <span className="forwarded-url mono" title={middleTruncated(url, 400)}>
              <HostileText>{url}</HostileText>
            </span>
            <span className="forwarded-outcome">
              {outcome.kind === 'failed' ? outcomeWords(outcome) : `in ${formatDuration(durationMs)}`}
            </span>
            <Button
              size="small"
              variant="quiet"
              onPress={() => detailStore(context).setState({ tab: 'attempts', openAttempt: id })}
            >
              Both sides
            </Button>
          </li>
        ))}
      </ul>
      <Waiting detail={detail} />
    </>
  );
}

function Waiting({ detail }: { readonly detail: CaptureDetail }) {
  const { stores } = useApp();
  const now = useNow(1000);
  const queued = useQueued(detail.id);
  const endpoints = useEngine((app) => app.endpoints);
  if (queued.length === 0) return null;
  return (
    <ul className="forwarded" aria-label="Waiting in the queue">
      {queued.map(({ delivery, before }) => {
        const { forward } = endpoints.find(({ id }) => id === delivery.endpointId)?.replying ?? { forward: null };
        const url = forward?.targets.find(({ id }) => id === delivery.targetId)?.url ?? 'a target that is gone';
        return (
          <li key={delivery.targetId}>
            <span className="forwarded-url mono">
              <HostileText>{url}</HostileText>
            </span>
            <span className="forwarded-outcome">{queuedWords(delivery, before, now)}</span>
            <Button size="small" variant="quiet" onPress={() => stores.navigation.getState().go('queue')}>
              Queue
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
