import type { CaptureId, CaptureSummary } from '../../core/capture.ts';
import type { Store, StoredRequest } from '../storage/store.ts';

/** What is looked at beside a capture whose signature fails, to find the one whose signature it has. */
const MAX_OTHERS = 100;
/** A body that was mixed up with another is rarely larger, and all of them are copied to the search. */
const MAX_OTHER_BYTES = 256 * 1024;
const MAX_OTHERS_BYTES = 4 * 1024 * 1024;

type Captures = Pick<Store, 'ids' | 'list' | 'request'>;

/** The captures of an endpoint around one of them, the nearest first, within the bounds above. */
export async function capturesAround(
  store: Captures,
  endpointId: string,
  id: CaptureId,
): Promise<readonly StoredRequest[]> {
  const filter = { endpointId };
  const later = await store.ids(filter, id, MAX_OTHERS / 2);
  const { rows } = await store.list({ filter, before: (later.at(-1) ?? id) + 1, limit: MAX_OTHERS + 1 });
  const others = rows.filter((row) => row.id !== id);
  return whole(
    store,
    others.sort((a, b) => Math.abs(a.id - id) - Math.abs(b.id - id)),
  );
}

/** The newest captures of all endpoints, newest first, within the same bounds. */
export async function recentCaptures(store: Captures): Promise<readonly StoredRequest[]> {
  const { rows } = await store.list({ filter: {}, before: null, limit: MAX_OTHERS });
  return whole(store, rows);
}

async function whole(store: Captures, rows: readonly CaptureSummary[]): Promise<readonly StoredRequest[]> {
  const captures: StoredRequest[] = [];
  let bytes = 0;
  for (const { id, kind, completeness, bodyBytes } of rows) {
    if (kind !== 'request' || completeness !== 'complete' || bodyBytes > MAX_OTHER_BYTES) continue;
    if (bytes + bodyBytes > MAX_OTHERS_BYTES) continue;
    const stored = await store.request(id);
    if (stored === null) continue;
    captures.push(stored);
    bytes += bodyBytes;
  }
  return captures;
}
