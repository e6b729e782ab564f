import { concatBytes, latin1Text } from '../../../core/bytes.ts';

/**
 * Follows the framing of the requests that a tunnel server writes into one connection, to know where each begins. The
 * bytes themselves pass by untouched. When the framing is not understood (an upgrade, a hostile server), nothing after
 * it counts as a beginning.
 */
export interface RequestTracker {
  /** Gives how many requests begin in these bytes. */
  push(chunk: Uint8Array): number;
}

type Step =
  | { readonly at: 'head' | 'chunk-size' | 'trailers' | 'lost' }
  | { readonly at: 'data'; readonly left: number; readonly next: 'head' | 'chunk-size' };

/** Beyond what any server sends as a head; also bounds what is held back here. */
const MAX_SECTION_BYTES = 256 * 1024;

export function createRequestTracker(): RequestTracker {
  let step: Step = { at: 'head' };
  let held: Uint8Array = new Uint8Array(0);
  let begun = false;

  /** Takes what ends with `end` off `held`; undefined while it is not there. */
  function take(end: string): string | undefined {
    const at = Buffer.from(held.buffer, held.byteOffset, held.length).indexOf(end, 0, 'latin1');
    if (at === -1) {
      if (held.length > MAX_SECTION_BYTES) step = { at: 'lost' };
      return undefined;
    }
    const text = latin1Text(held.subarray(0, at));
    held = held.subarray(at + end.length);
    return text;
  }

  /** False when more bytes are needed. */
  function advance(): boolean {
    switch (step.at) {
      case 'head': {
        const head = take('\r\n\r\n');
        if (head === undefined) return false;
        begun = false;
        step = afterHead(head);
        return true;
      }
      case 'data': {
        const taken = Math.min(step.left, held.length);
        held = held.subarray(taken);
        step = taken === step.left ? { at: step.next } : { ...step, left: step.left - taken };
        return true;
      }
      case 'chunk-size': {
        const line = take('\r\n');
        if (line === undefined) return false;
        const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
        if (size === undefined) step = { at: 'lost' };
        else if (/^0+$/.test(size)) step = { at: 'trailers' };
        else step = { at: 'data', left: Number.parseInt(size, 16) + 2, next: 'chunk-size' };
        return true;
      }
      case 'trailers': {
        const line = take('\r\n');
        if (line === undefined) return false;
        if (line === '') step = { at: 'head' };
        return true;
      }
      case 'lost':
        held = new Uint8Array(0);
        return false;
    }
  }

  return {
    push(chunk) {
      let beginnings = 0;
      held = held.length === 0 ? chunk : concatBytes([held, chunk]);
      do {
        if (step.at === 'head' && !begun && held.length > 0) {
          begun = true;
          beginnings++;
        }
      } while (held.length > 0 && advance());
      return beginnings;
    },
  };
}

function afterHead(head: string): Step {
  const [first = '', ...fields] = head.split('\r\n');
  let length = 0;
  let chunked = false;
  for (const field of fields) {
    const colon = field.indexOf(':');
    const name = field.slice(0, colon).toLowerCase();
    const value = field
      .slice(colon + 1)
      .trim()
      .toLowerCase();
    if (name === 'upgrade') return { at: 'lost' };
    if (name === 'content-length') length = /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (name === 'transfer-encoding') chunked = /(^|,)[ \t]*chunked$/.test(value);
  }
  if (!/ HTTP\/1\.[01]$/.test(first) || Number.isNaN(length)) return { at: 'lost' };
  if (chunked) return { at: 'chunk-size' };
  return length === 0 ? { at: 'head' } : { at: 'data', left: length, next: 'head' };
}
