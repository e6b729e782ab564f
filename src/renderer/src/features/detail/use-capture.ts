import { useEffect, useState } from 'react';
import type { CaptureDetail, CaptureId, CaptureSummary } from '../../../../core/capture.ts';
import type { Failure } from '../../../../core/failure.ts';
import { useBridge, useCaptures } from '../../store/context.tsx';

export interface ShownCapture {
  /** From the list at once, then with everything. null: not known yet. */
  readonly row: CaptureSummary | null;
  readonly detail: CaptureDetail | null;
  readonly failure: Failure | null;
}

/** One capture, asked for again whenever its row changes (its reply was sent, it was judged again). */
export function useCapture(id: CaptureId): ShownCapture {
  const bridge = useBridge();
  const row = useCaptures((state) => state.rows.get(id)) ?? null;
  const [answer, setAnswer] = useState<{ id: CaptureId; detail: CaptureDetail | null; failure: Failure | null } | null>(
    null,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed row is the reason to ask again.
  useEffect(() => {
    let live = true;
    void bridge.call('captures.get', { id }).then((result) => {
      // The user may have moved on meanwhile; this answer is of another capture then.
      if (!live) return;
      setAnswer(
        result.ok ? { id, detail: result.value, failure: null } : { id, detail: null, failure: result.failure },
      );
    });
    return () => {
      live = false;
    };
  }, [bridge, id, row]);
  const current = answer?.id === id ? answer : null;
  return { row: row ?? current?.detail ?? null, detail: current?.detail ?? null, failure: current?.failure ?? null };
}
