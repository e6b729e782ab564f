import { WIRE_PART_KINDS, wireParts } from '../../../core/http/wire-parts.ts';
import { wireRows } from '../../../core/view/wire-rows.ts';
import type { ViewRequestMessage, ViewResponseMessage } from './job.ts';
import type { WireAnswer, WireJob } from './wire-job.ts';

/** Reads the framing of captured bytes away from the screen's thread. */
self.addEventListener('message', (event: MessageEvent<ViewRequestMessage<WireJob>>) => {
  const { id, job } = event.data;
  const answer = read(job);
  const message: ViewResponseMessage<WireAnswer> = { id, ok: true, answer };
  self.postMessage(message, { transfer: [answer.kinds.buffer, answer.starts.buffer, answer.rows.buffer] });
});

function read({ bytes, known, columns, maxRows }: WireJob): WireAnswer {
  const { parts, fault } = wireParts(bytes, known);
  const { starts: rows, end } = wireRows(bytes, parts, columns, maxRows);
  const kinds = new Uint8Array(parts.length);
  const starts = new Uint32Array(parts.length);
  for (const [index, { kind, start }] of parts.entries()) {
    kinds[index] = WIRE_PART_KINDS.indexOf(kind);
    starts[index] = start;
  }
  return { kinds, starts, rows, end, fault };
}
