import { useEffect, useState } from 'react';
import type { CaptureDetail } from '../../../core/capture.ts';
import type { Failure } from '../../../core/failure.ts';
import { useBridge, useCaptures } from './context.tsx';

export interface LoadedCapture {
  readonly detail: CaptureDetail;
  /** Whole up to the size where the engine stops parsing bodies too. */
  readonly body: Uint8Array;
}

export type SelectedCapture =
  | { readonly state: 'none' }
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'loaded'; readonly capture: LoadedCapture };

/** One byte more than the largest form that is parsed: a cut body then counts as too large, as the whole one would. */
const MAX_BODY_BYTES = 4 * 1024 * 1024 + 1;

/** The capture that is selected in the list, with its body. */
export function useSelectedCapture(): SelectedCapture {
  const bridge = useBridge();
  const id = useCaptures((state) => state.selectedId);
  const [loaded, setLoaded] = useState<{ readonly id: number | null; readonly selected: SelectedCapture }>({
    id: null,
    selected: { state: 'none' },
  });
  useEffect(() => {
    if (id === null) return;
    let left = false;
    const load = async (): Promise<SelectedCapture> => {
      const [detail, slice] = await Promise.all([
        bridge.call('captures.get', { id }),
        bridge.call('captures.bytes', { id, part: 'body', offset: 0, maxBytes: MAX_BODY_BYTES }),
      ]);
      if (!detail.ok) return { state: 'failed', failure: detail.failure };
      if (!slice.ok) return { state: 'failed', failure: slice.failure };
      return { state: 'loaded', capture: { detail: detail.value, body: slice.value.bytes } };
    };
    void load().then((selected) => {
      if (!left) setLoaded({ id, selected });
    });
    return () => {
      left = true;
    };
  }, [bridge, id]);
  if (id === null) return { state: 'none' };
  return loaded.id === id ? loaded.selected : { state: 'loading' };
}
