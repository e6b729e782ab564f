import { useEffect, useEffectEvent, useState } from 'react';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import { useBridge } from '../../store/context.tsx';

export interface Search<T> {
  /** What was found; of the search before while the next one of the same key is under way. */
  readonly found: T | null;
  readonly failure: Failure | null;
  readonly isRunning: boolean;
  readonly again: () => void;
  /** Searches again with more time; null: the last search had it. */
  readonly longer: (() => void) | null;
}

/** A name for a search, by which it can be cancelled: no other page of the engine has it. */
export function newRun(): string {
  return `screen-${crypto.randomUUID()}`;
}

/**
 * A search that runs by itself while it is shown, and is cancelled when it is left. `key` says of what (null: of nothing),
 * `since` is any value whose change is a reason to search again.
 */
export function useSearch<T>(
  key: string | null,
  since: unknown,
  ask: (run: string, longer: boolean) => Promise<Result<T, Failure>>,
): Search<T> {
  const bridge = useBridge();
  const [attempt, setAttempt] = useState<{ readonly longerFor: string | null }>({ longerFor: null });
  const [answer, setAnswer] = useState<{ readonly key: string; readonly result: Result<T, Failure> } | null>(null);
  const [running, setRunning] = useState<string | null>(null);
  const askNow = useEffectEvent(ask);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `since` is a reason to search again.
  useEffect(() => {
    if (key === null) return;
    const run = newRun();
    let live = true;
    let ended = false;
    setRunning(key);
    void askNow(run, attempt.longerFor === key).then((result) => {
      ended = true;
      if (!live) return;
      setAnswer({ key, result });
      setRunning(null);
    });
    return () => {
      live = false;
      setRunning(null);
      if (!ended) void bridge.call('signatures.cancel', { run });
    };
  }, [bridge, key, since, attempt]);
  const result = answer?.key === key ? answer.result : null;
  const isRunning = key !== null && (running === key || result === null);
  return {
    found: result?.ok === true ? result.value : null,
    failure: result?.ok === false && !isRunning ? result.failure : null,
    isRunning,
    again: () => setAttempt(({ longerFor }) => ({ longerFor })),
    longer: key === null || attempt.longerFor === key ? null : () => setAttempt({ longerFor: key }),
  };
}
