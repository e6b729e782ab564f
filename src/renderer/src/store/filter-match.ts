import type { CaptureSummary } from '../../../core/capture.ts';
import type { CaptureFilter } from '../../../core/filter/filter.ts';

/**
 * Whether a row belongs to the filtered list. `unknown`: every part a row can answer holds, but the filter also asks for
 * text, which may stand in a header or the body: only the engine knows.
 */
export function rowMatches(filter: CaptureFilter, row: CaptureSummary): boolean | 'unknown' {
  if (filter.endpointId !== undefined && row.endpointId !== filter.endpointId) return false;
  if (filter.method !== undefined && asciiLower(row.method) !== asciiLower(filter.method)) return false;
  if (filter.path !== undefined && !asciiLower(row.target).includes(asciiLower(filter.path))) return false;
  const first = row.verdicts[0];
  if (filter.scheme !== undefined && first?.scheme !== filter.scheme) return false;
  if (filter.verdict === 'malformed') {
    if (row.kind !== 'malformed') return false;
  } else if (filter.verdict !== undefined && (row.kind === 'malformed' || first?.status !== filter.verdict)) {
    return false;
  }
  return filter.texts === undefined || filter.texts.length === 0 ? true : 'unknown';
}

/** The filter's comparison ignores ASCII case only: `toLowerCase` would fold more than the store does. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
