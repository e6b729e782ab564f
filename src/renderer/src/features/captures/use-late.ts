import { useEffect, useState } from 'react';

/** Most lists come within a few milliseconds: what is said of those that do not would only flicker. */
const LATE_MS = 300;

/** Whether something has been under way for so long that it is worth saying. */
export function useLate(underWay: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!underWay) return;
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [underWay]);
  return underWay && late;
}
