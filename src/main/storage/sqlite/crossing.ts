import { sameBytes } from '../../../core/bytes.ts';
import type { NewCapture } from '../../../core/capture.ts';
import { firstHeader } from '../../../core/http/headers.ts';
import type { CaptureUpdate } from '../store.ts';
import type { AppendFacts, AppendInput, CrossingUpdate, UpdateInput } from './protocol.ts';

/** A capture as it crosses to the writer, with the bytes that go beside it. */
export function appendInput(capture: NewCapture): { input: AppendInput; bytes: readonly Uint8Array[] } {
  const { raw, body, headers, trailers, ...rest } = capture;
  const facts: AppendFacts = { ...rest, contentType: firstHeader(headers, 'content-type') ?? null };
  const offset = bodyOffset(raw, body);
  const input = {
    facts: JSON.stringify(facts),
    headers: JSON.stringify(headers),
    trailers: trailers.length === 0 ? '[]' : JSON.stringify(trailers),
    body: offset === null ? null : { offset, length: body.length },
  };
  return { input, bytes: offset === null ? [raw, body] : [raw] };
}

export function updateInput(updates: readonly CaptureUpdate[]): { input: UpdateInput; bytes: readonly Uint8Array[] } {
  const bytes: Uint8Array[] = [];
  const crossing = updates.map(({ reply, ...update }): CrossingUpdate => {
    if (reply === undefined) return update;
    const { body, ...rest } = reply;
    // One endpoint's default reply is the same object each time.
    const known = bytes.lastIndexOf(body);
    return { ...update, reply: { ...rest, body: known === -1 ? bytes.push(body) - 1 : known } };
  });
  return { input: { updates: JSON.stringify(crossing) }, bytes };
}

/** Where the body lies in the raw bytes: as a view of them, or equal to their end. null when it has to be kept apart. */
function bodyOffset(raw: Uint8Array, body: Uint8Array): number | null {
  const viewed = body.byteOffset - raw.byteOffset;
  if (body.buffer === raw.buffer && viewed >= 0 && viewed + body.length <= raw.length) return viewed;
  const end = raw.length - body.length;
  return end >= 0 && sameBytes(raw.subarray(end), body) ? end : null;
}
