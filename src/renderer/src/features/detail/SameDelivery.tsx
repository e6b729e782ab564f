import { useEffect, useState } from 'react';
import type { CaptureDetail, CaptureSummary } from '../../../../core/capture.ts';
import { useApp, useBridge, useCaptures } from '../../store/context.tsx';
import { Button, formatClock, StatusChip } from '../../ui/index.ts';
import { Fact } from './Fact.tsx';

/** Captures of one delivery that are linked; the filter `delivery:` lists all. */
const MOST = 12;

/** Which attempt of its delivery a capture is, and the others, oldest first. Nothing for a delivery that came once. */
export function SameDelivery({ detail }: { readonly detail: CaptureDetail }) {
  const { stores } = useApp();
  const { deliveryAttempt } = detail;
  const others = useSameDelivery(detail);
  if (deliveryAttempt === null || (deliveryAttempt === 1 && others.length === 0)) return null;
  return (
    <Fact name="Attempt">
      {attemptWords(deliveryAttempt)} of {deliveryAttempt === 1 ? 'this' : 'the same'} delivery
      {others.length === 0 ? null : (
        <span className="same-delivery">
          {others.map((other) => (
            <Button
              key={other.id}
              size="small"
              variant="quiet"
              onPress={() => stores.captures.getState().select(other.id)}
            >
              {attemptWords(other.deliveryAttempt ?? 1)}: #{other.id}, {formatClock(other.receivedAt)}{' '}
              <StatusChip status={other.replyStatus} />
            </Button>
          ))}
        </span>
      )}
    </Fact>
  );
}

/** "first attempt", "retry 2". */
function attemptWords(attempt: number): string {
  return attempt < 2 ? 'first attempt' : `retry ${attempt - 1}`;
}

/** Asked again when a capture arrives: the next retry may be it. */
function useSameDelivery(detail: CaptureDetail): readonly CaptureSummary[] {
  const { id, endpointId, deliveryId, deliveryAttempt, verdicts } = detail;
  const bridge = useBridge();
  const scheme = verdicts[0]?.scheme ?? null;
  const total = useCaptures((state) => state.total);
  const [answer, setAnswer] = useState<{ id: number; rows: readonly CaptureSummary[] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (deliveryId === null || scheme === null || deliveryAttempt === null) return;
    let live = true;
    const filter = { endpointId, scheme, deliveryId };
    void bridge.call('captures.list', { filter, before: null, limit: MOST + 1 }).then(({ rows }) => {
      if (live)
        setAnswer({
          id,
          rows: rows
            .filter((row) => row.id !== id)
            .slice(0, MOST)
            .toReversed(),
        });
    });
    return () => {
      live = false;
    };
  }, [bridge, id, endpointId, deliveryId, scheme, deliveryAttempt, total]);
  return answer?.id === id ? answer.rows : [];
}
