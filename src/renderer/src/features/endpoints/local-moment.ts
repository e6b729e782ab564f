/** `2026-11-21T14:03` in the machine's time zone, as date inputs take it; empty for null. */
export function localMoment(atMs: number | null): string {
  if (atMs === null) return '';
  const at = new Date(atMs);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** The inverse, ms since the epoch; null for what is empty. A moment that was shown and not changed keeps its seconds. */
export function momentOf(text: string, shown: number | null): number | null {
  if (text === '') return null;
  if (text === localMoment(shown)) return shown;
  const atMs = new Date(text).getTime();
  return Number.isNaN(atMs) || atMs < 0 ? null : atMs;
}
