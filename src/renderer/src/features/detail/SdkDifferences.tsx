import { useEffect, useState } from 'react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import { useBridge } from '../../store/context.tsx';
import { LibrariesDiffer } from '../signature/index.ts';

/** Where the provider's own libraries would judge the request otherwise than its bytes do. */
export function SdkDifferences({ detail }: { readonly detail: CaptureDetail }) {
  return <LibrariesDiffer sentences={useSdkDifferences(detail)} />;
}

function useSdkDifferences(detail: CaptureDetail): readonly string[] {
  const bridge = useBridge();
  const [answer, setAnswer] = useState<{ id: number; differences: readonly string[] } | null>(null);
  const { id, verdicts } = detail;
  const scheme = verdicts[0]?.scheme ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: verdicts that changed are the reason to ask again.
  useEffect(() => {
    if (scheme === null) return;
    let live = true;
    void bridge.call('captures.explain', { id, scheme }).then((result) => {
      // A capture that is gone meanwhile has no differences; its pane says that it is gone.
      if (live) setAnswer({ id, differences: result.ok ? result.value.sdkDifferences : [] });
    });
    return () => {
      live = false;
    };
  }, [bridge, id, scheme, verdicts]);
  return answer?.id === id && scheme !== null ? answer.differences : [];
}
