import { concatBytes, latin1Text } from '../../../core/bytes.ts';

/**
 * Follows the framing of the messages that pass through one direction of a connection (RFC 9112, section 6), to know
 * where each begins and ends. The bytes themselves pass by untouched. When the framing is not understood (an upgrade, a
 * hostile peer), nothing after it counts as a beginning or an end.
 */
export interface MessageTracker {
  push(chunk: Uint8Array): void;
  /** Messages whose first byte passed. Interim responses (1xx) are not counted. */
  readonly begun: number;
  /** Messages whose last byte passed. */
  readonly completed: number;
}

type Step =
  | { readonly at: 'head' | 'chunk-size' | 'trailers' | 'until-close' | 'lost' }
  | { readonly at: 'data'; readonly left: number; readonly next: 'end' | 'chunk-size' };

/** Beyond what any server sends as a head; also bounds what is held back here. */
const MAX_SECTION_BYTES = 256 * 1024;

export interface Trackers {
  readonly requests: MessageTracker;
  readonly responses: MessageTracker;
}

/** The two directions of one connection: how a response is framed depends on its request's method. */
export function createTrackers(): Trackers {
  const methods: string[] = [];
  const requests = createTracker((head) => {
    const [first = ''] = head;
    if (!/ HTTP\/1\.[01]$/.test(first) || fieldsOf(head).has('upgrade')) return 'lost';
    methods.push(first.slice(0, first.indexOf(' ')));
    return bodyOf(head) ?? 'end';
  });
  const responses = createTracker((head) => {
    const status = Number(/^HTTP\/1\.[01] ([0-9]{3})(?: |$)/.exec(head[0] ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(status) || status === 101) return 'lost';
    if (status < 200) return 'interim';
    const method = methods.shift();
    if (method === 'HEAD' || status === 204 || status === 304) return 'end';
    return bodyOf(head) ?? { at: 'until-close' };
  });
  return { requests, responses };
}

function createTracker(afterHead: (head: readonly string[]) => Step | 'lost' | 'interim' | 'end'): MessageTracker {
  let step: Step = { at: 'head' };
  let held: Uint8Array = new Uint8Array(0);
  let begun = 0;
  let completed = 0;
  let isInside = false;

  function end(): void {
    completed++;
    isInside = false;
    step = { at: 'head' };
  }

  /** Takes what ends with `mark` off `held`; undefined while it is not there. */
  function take(mark: string): string | undefined {
    const at = Buffer.from(held.buffer, held.byteOffset, held.length).indexOf(mark, 0, 'latin1');
    if (at === -1) {
      if (held.length > MAX_SECTION_BYTES) step = { at: 'lost' };
      return undefined;
    }
    const text = latin1Text(held.subarray(0, at));
    held = held.subarray(at + mark.length);
    return text;
  }

  function readHead(): boolean {
    if (!isInside) begun++;
    isInside = true;
    const head = take('\r\n\r\n');
    if (head === undefined) return false;
    const next = afterHead(head.split('\r\n'));
    if (next === 'end') end();
    else if (next === 'interim') {
      begun--;
      isInside = false;
    } else step = next === 'lost' ? { at: 'lost' } : next;
    return true;
  }

  /** False when more bytes are needed. */
  function advance(): boolean {
    switch (step.at) {
      case 'head':
        return readHead();
      case 'data': {
        const taken = Math.min(step.left, held.length);
        held = held.subarray(taken);
        if (taken < step.left) step = { ...step, left: step.left - taken };
        else if (step.next === 'end') end();
        else step = { at: 'chunk-size' };
        return true;
      }
      case 'chunk-size': {
        const line = take('\r\n');
        if (line === undefined) return false;
        const size = /^0*([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
        if (size === undefined) step = { at: 'lost' };
        else if (/^0+$/.test(size)) step = { at: 'trailers' };
        // The chunk and its line end.
        else step = { at: 'data', left: Number.parseInt(size, 16) + 2, next: 'chunk-size' };
        return true;
      }
      case 'trailers': {
        const line = take('\r\n');
        if (line === undefined) return false;
        if (line === '') end();
        return true;
      }
      case 'until-close':
      case 'lost':
        held = new Uint8Array(0);
        return false;
    }
  }

  return {
    push(chunk) {
      held = held.length === 0 ? chunk : concatBytes([held, chunk]);
      while (held.length > 0 && advance());
    },
    get begun() {
      return begun;
    },
    get completed() {
      return completed;
    },
  };
}

function fieldsOf(head: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    head.slice(1).map((field) => {
      const colon = field.indexOf(':');
      return [
        field.slice(0, colon).toLowerCase(),
        field
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      ];
    }),
  );
}

/** The step that follows a head; undefined when the head says nothing of a body. */
function bodyOf(head: readonly string[]): Step | 'lost' | 'end' | undefined {
  const fields = fieldsOf(head);
  if (/(^|,)[ \t]*chunked$/.test(fields.get('transfer-encoding') ?? '')) return { at: 'chunk-size' };
  const length = fields.get('content-length');
  if (length === undefined) return undefined;
  if (!/^[0-9]{1,15}$/.test(length)) return 'lost';
  return Number(length) === 0 ? 'end' : { at: 'data', left: Number(length), next: 'end' };
}
