import { useEffect, useState } from 'react';
import type { CaptureId } from '../../../../core/capture.ts';
import type { ExplainedVerdict } from '../../../../core/contract.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { useBridge, useEngine } from '../../store/context.tsx';

/** The engine's verdict on a capture by a saved scheme; null until it has answered. Asked again when secrets change. */
export function useVerdict(id: CaptureId, saved: OwnRecipe): Result<ExplainedVerdict, Failure> | null {
  const bridge = useBridge();
  const secrets = useEngine((app) => app.secrets);
  const endpoints = useEngine((app) => app.endpoints);
  const [answer, setAnswer] = useState<{
    readonly id: CaptureId;
    readonly saved: OwnRecipe;
    readonly result: Result<ExplainedVerdict, Failure>;
  } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: secrets and an endpoint’s public URL change the verdict.
  useEffect(() => {
    let left = false;
    void bridge.call('captures.explain', { id, scheme: saved.id }).then((result) => {
      if (!left) setAnswer({ id, saved, result });
    });
    return () => {
      left = true;
    };
  }, [bridge, id, saved, secrets, endpoints]);
  return answer !== null && answer.id === id && answer.saved === saved ? answer.result : null;
}
