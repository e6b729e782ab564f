import { useEffect, useState } from 'react';
import { formatMoment, formatTimeAgo } from './format.ts';

/** "4 s ago", kept true while it is shown; the exact moment is in its title. */
export function TimeAgo({ at }: { readonly at: number }) {
  const now = useNow(Math.abs(Date.now() - at) < 60_000 ? 1000 : 20_000);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at)}>
      {formatTimeAgo(at, now)}
    </time>
  );
}

/** The wall clock, read again every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
