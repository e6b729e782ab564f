import { useEffect, useReducer } from 'react';
import { formatMoment, formatTimeAgo } from './format.ts';

/**
 * "4 s ago" of something that has happened, kept true while it is shown; the exact moment is in its title. A clock that is
 * behind the one that wrote the moment makes it "just now", never something to come.
 */
export function TimeAgo({ at }: { readonly at: number }) {
  const now = useNow(Math.abs(Date.now() - at) < 60_000 ? 1000 : 20_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {formatTimeAgo(at, Math.max(at, now))}
    </time>
  );
}

/**
 * The wall clock, read again every `everyMs` and whenever the component renders: what it is compared with may be newer than
 * the last tick.
 */
export function useNow(everyMs: number): number {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
}
