import { useEffect, useState } from 'react';
import type { AttemptSummary } from '../../../../core/attempt.ts';
import type { CaptureId } from '../../../../core/capture.ts';
import { useBridge } from '../../store/context.tsx';

/** Attempts of one capture that are listed; more are rare, and the newest are what one looks for. */
const LISTED = 200;

/** The sendings of one capture, newest first, kept up to date; null until the first answer. */
export function useAttempts(captureId: CaptureId): readonly AttemptSummary[] | null {
  const bridge = useBridge();
  const [held, setHeld] = useState<{ id: CaptureId; rows: readonly AttemptSummary[] } | null>(null);
  useEffect(() => {
    let live = true;
    const merge = (rows: readonly AttemptSummary[]) => {
      if (!live) return;
      setHeld((before) => {
        const known = new Map((before?.id === captureId ? before.rows : []).map((row) => [row.id, row]));
        for (const row of rows) known.set(row.id, row);
        return { id: captureId, rows: [...known.values()].sort((a, b) => b.id - a.id) };
      });
    };
    const stop = bridge.on('attempts.added', ({ row }) => {
      const { origin } = row;
      const isOfCapture = origin.kind === 'replay' || origin.kind === 'forward';
      if (isOfCapture && origin.captureId === captureId) merge([row]);
    });
    void bridge.call('attempts.list', { captureId, limit: LISTED }).then(merge);
    return () => {
      live = false;
      stop();
    };
  }, [bridge, captureId]);
  return held?.id === captureId ? held.rows : null;
}

export function useAttemptCount(captureId: CaptureId): number {
  return useAttempts(captureId)?.length ?? 0;
}
