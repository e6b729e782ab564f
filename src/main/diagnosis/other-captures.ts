import type { CaptureId } from '../../core/capture.ts';
import type { Store, StoredRequest } from '../storage/store.ts';

/** What is looked at beside a capture whose signature fails, to find the one whose signature it has. */
const MAX_OTHERS = 100;
/** A body that was mixed up with another is rarely larger, and all of them are copied to the search. */
const MAX_OTHER_BYTES = 256 * 1024;
const MAX_OTHERS_BYTES = 4 * 1024 * 1024;

/** The captures of an endpoint around one of them, the nearest first, within the bounds above. */
export async function otherCaptures(
  store: Pick<Store, 'ids' | 'list' | 'request'>,
  endpointId: string,
  id: CaptureId,
): Promise<readonly StoredRequest[]> {
  const filter = { endpointId };
  const later = await store.ids(filter, id, MAX_OTHERS / 2);
  const { rows } = await store.list({ filter, before: (later.at(-1) ?? id) + 1, limit: MAX_OTHERS + 1 });
  const usable = rows.filter(
    (row) =>
      row.id !== id && row.kind === 'request' && row.completeness === 'complete' && row.bodyBytes <= MAX_OTHER_BYTES,
  );
  const nearest = [...usable].sort((a, b) => Math.abs(a.id - id) - Math.abs(b.id - id));
  const others: StoredRequest[] = [];
  let bytes = 0;
  for (const row of nearest) {
    if (bytes + row.bodyBytes > MAX_OTHERS_BYTES) continue;
    const stored = await store.request(row.id);
    if (stored === null) continue;
    others.push(stored);
    bytes += row.bodyBytes;
  }
  return others;
}
