/** A line's text; null: it is longer than `maxBytes` or not UTF-8. */
export type InputLine = string | null;

const LF = 0x0a;

/**
 * The lines of a byte stream, one at a time. Split at LF only: `readline` also splits at U+2028, which JSON strings may
 * hold as it is. A line break at the very end begins no further line. Never holds more than one line and one chunk.
 */
export async function* inputLines(stream: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<InputLine> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let over = false;

  function take(): InputLine {
    const line = over ? null : textOf(Buffer.concat(pending, pendingBytes));
    pending = [];
    pendingBytes = 0;
    over = false;
    return line;
  }

  function keep(piece: Uint8Array): void {
    over ||= pendingBytes + piece.length > maxBytes;
    if (over) pending = [];
    else pending.push(piece);
    pendingBytes += piece.length;
  }

  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      keep(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    if (start < chunk.length) keep(chunk.subarray(start));
  }
  if (pendingBytes > 0) yield take();
}

function textOf(bytes: Uint8Array): InputLine {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // `fatal` throws for one thing only: bytes that are not UTF-8, which is this function's answer.
    return null;
  }
}
