import { latin1Text } from '../bytes.ts';
import { type HeaderList, headerValues, sameHeaderName } from './headers.ts';
import { isChunked } from './raw-message.ts';
import {
  chunkSizeFault,
  fieldLineFault,
  isBlank,
  isCut,
  lineAt,
  lineBreakFault,
  requestLineFault,
  type WireFault,
  type WireLine,
} from './wire-faults.ts';

/** In the order in which a message has them (RFC 9112). */
export const WIRE_PART_KINDS = [
  /** Line breaks before the request line (section 2.2). */
  'leading',
  'request-line',
  'header',
  /** A line that continues the header before it (obsolete folding, section 5.2). */
  'fold',
  /** The empty line after the headers. */
  'head-end',
  /** Content in one piece. */
  'body',
  /** Size and extensions of a chunk, with its line break (section 7.1). */
  'chunk-size',
  'chunk-data',
  /** The line break after a chunk's data. */
  'chunk-end',
  'last-chunk',
  'trailer',
  /** The empty line after the last chunk and the trailers. */
  'body-end',
  /** Bytes after the end of the message. */
  'rest',
  /** Bytes in which no message can be read: another protocol, or what follows a fault. */
  'unread',
  /** What was read but is not listed, because there are `MAX_WIRE_PARTS` parts before it. */
  'unlisted',
] as const;

export type WirePartKind = (typeof WIRE_PART_KINDS)[number];

export interface WirePart {
  readonly kind: WirePartKind;
  readonly start: number;
  /** Behind its last byte. A part has at least one byte. */
  readonly end: number;
}

export interface WireReading {
  /** They tile the bytes: each begins where the one before it ends, the first at 0, the last ends with the bytes. */
  readonly parts: readonly WirePart[];
  readonly fault: WireFault | null;
}

export interface WireKnown {
  /** The parser accepted the head: it is not judged here again, and its framing counts. */
  readonly accepted: boolean;
  /** The bytes are all that came, not only the beginning of it. */
  readonly whole: boolean;
  /** The parser's code (`HPE_INVALID_METHOD`), where it refused: it knows fewer methods and versions than HTTP allows. */
  readonly parserCode: string | null;
}

/** A sender may send 64 MiB as chunks of one byte; nobody reads millions of them. */
export const MAX_WIRE_PARTS = 500_000;

/** Names the parts of a request in the bytes as they came over the socket. In time linear in their number. */
export function wireParts(bytes: Uint8Array, known: WireKnown): WireReading {
  const reader = new WireReader(bytes, known);
  reader.read();
  return { parts: reader.parts, fault: reader.fault };
}

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;

class WireReader {
  readonly parts: WirePart[] = [];
  fault: WireFault | null = null;
  readonly #bytes: Uint8Array;
  readonly #known: WireKnown;
  #at = 0;

  constructor(bytes: Uint8Array, known: WireKnown) {
    this.#bytes = bytes;
    this.#known = known;
  }

  read(): void {
    const isRead = this.#readMessage();
    this.#to(this.#bytes.length, isRead ? 'rest' : 'unread');
  }

  /** False: a fault ended it, and the bytes after it are of no part that could be named. */
  #readMessage(): boolean {
    this.#skipLineBreaks();
    if (this.#at === this.#bytes.length) return this.#endsEarly('There is no request line.');
    const { accepted } = this.#known;
    const first = lineAt(this.#bytes, this.#at);
    if (
      !accepted &&
      !this.#judge(requestLineFault(this.#bytes, first) ?? this.#aboutParser(first)) &&
      !isHttp(this.#text(first))
    ) {
      return false;
    }
    this.#to(first.end, 'request-line');
    const fields = this.#readFields('header', 'head-end');
    if (fields === null) return false;
    if (!accepted && !this.#judge(this.#framingFault(fields))) return false;
    return this.#readBody(fields.map(({ name, value }) => [name, value]));
  }

  #skipLineBreaks(): void {
    let at = 0;
    while (this.#bytes[at] === CR || this.#bytes[at] === LF) at++;
    this.#to(at, 'leading');
  }

  /** What RFC 9110 allows and the parser does not. */
  #aboutParser({ start, textEnd }: WireLine): WireFault | null {
    switch (this.#known.parserCode) {
      case 'HPE_INVALID_METHOD':
        return { at: start, words: 'The HTTP parser does not know this method.' };
      case 'HPE_INVALID_VERSION':
        return { at: Math.max(start, textEnd - 3), words: 'The HTTP parser does not take this version.' };
      default:
        return null;
    }
  }

  /** Field lines up to and with the empty one; null when they end in a fault, or the bytes in them. */
  #readFields(kind: 'header' | 'trailer', ending: 'head-end' | 'body-end'): readonly FieldLine[] | null {
    const bytes = this.#bytes;
    const judged = kind === 'trailer' || !this.#known.accepted;
    const fields: FieldLine[] = [];
    while (this.#at < bytes.length) {
      const line = lineAt(bytes, this.#at);
      const { start, textEnd, end } = line;
      if (textEnd === start && !isCut(bytes, line)) {
        if (judged) this.#judge(lineBreakFault(bytes, line));
        this.#to(end, ending);
        return this.fault === null ? fields : null;
      }
      if (judged) this.#judge(fieldLineFault(bytes, line));
      const isFold = bytes[start] === 0x20 || bytes[start] === 0x09;
      if (!isFold) fields.push(this.#fieldOf(line));
      this.#to(end, isFold ? 'fold' : kind);
      // Trailers follow bytes of any length, and after a fault nobody knows whether these are any.
      if (kind === 'trailer' && this.fault !== null) return null;
    }
    this.#endsEarly(
      kind === 'header'
        ? 'The bytes end here, before the empty line that ends the headers.'
        : 'The bytes end here, before the empty line that ends the trailers.',
    );
    return null;
  }

  #fieldOf({ start, textEnd }: WireLine): FieldLine {
    const bytes = this.#bytes;
    const found = bytes.subarray(start, textEnd).indexOf(COLON);
    const colon = found === -1 ? textEnd : start + found;
    // Not by a regular expression: `[ \t]+$` takes the square of a run of spaces that is not at the end.
    let valueStart = Math.min(colon + 1, textEnd);
    let valueEnd = textEnd;
    while (valueStart < valueEnd && isBlank(bytes[valueStart])) valueStart++;
    while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) valueEnd--;
    const name = found === -1 ? '' : latin1Text(bytes.subarray(start, colon));
    return { start, name, value: latin1Text(bytes.subarray(valueStart, valueEnd)), valueStart };
  }

  /** RFC 9112, section 6.3: a request that two readers could cut at different places. */
  #framingFault(fields: readonly FieldLine[]): WireFault | null {
    const lengths = fields.filter(({ name }) => sameHeaderName(name, 'content-length'));
    const codings = fields.filter(({ name }) => sameHeaderName(name, 'transfer-encoding'));
    const [length, secondLength] = lengths;
    const [coding, secondCoding] = codings;
    if (length !== undefined && coding !== undefined) {
      return {
        at: Math.max(length.start, coding.start),
        words: 'The request has both Content-Length and Transfer-Encoding.',
      };
    }
    if (secondLength !== undefined) {
      return { at: secondLength.start, words: 'The request has more than one Content-Length.' };
    }
    if (length !== undefined && !/^\d{1,15}$/.test(length.value)) {
      const good = /^\d*/.exec(length.value)?.[0].length ?? 0;
      const at = length.valueStart + (good > 15 ? 0 : good);
      return { at, words: 'Content-Length is not a plain decimal number.' };
    }
    if (secondCoding !== undefined) {
      return { at: secondCoding.start, words: 'The request has more than one Transfer-Encoding.' };
    }
    if (coding !== undefined && !isChunked([[coding.name, coding.value]])) {
      return { at: coding.valueStart, words: 'Transfer-Encoding does not end in “chunked”.' };
    }
    return null;
  }

  #readBody(headers: HeaderList): boolean {
    const left = this.#bytes.length - this.#at;
    if (headerValues(headers, 'transfer-encoding').length > 0) {
      if (isChunked(headers)) return this.#readChunks();
      // The parser refuses it a moment later: whatever follows is the sender's idea of a body.
      this.#to(this.#bytes.length, 'body');
      return true;
    }
    const declared = Number(headerValues(headers, 'content-length')[0] ?? 0);
    const length = Math.min(left, Number.isSafeInteger(declared) ? declared : 0);
    this.#to(this.#at + length, 'body');
    if (length < declared) {
      return this.#endsEarly(`The bytes end here, inside the body: ${length} of ${declared} are there.`);
    }
    return true;
  }

  #readChunks(): boolean {
    const bytes = this.#bytes;
    for (;;) {
      const line = lineAt(bytes, this.#at);
      if (line.start === bytes.length) return this.#endsEarly('The bytes end here, before the last chunk.');
      const sound = this.#judge(chunkSizeFault(bytes, line));
      const size = sound ? chunkSize(this.#text(line)) : 0;
      const isLast = sound && size === 0;
      this.#to(line.end, isLast ? 'last-chunk' : 'chunk-size');
      if (!sound) return false;
      if (isCut(bytes, line)) return this.#endsEarly('The bytes end here, inside the size of a chunk.');
      if (isLast) return this.#readFields('trailer', 'body-end') !== null;
      const dataEnd = this.#at + size;
      this.#to(Math.min(dataEnd, bytes.length), 'chunk-data');
      if (dataEnd > bytes.length) {
        return this.#endsEarly(
          `The bytes end here, inside a chunk: ${bytes.length - dataEnd + size} of ${size} are there.`,
        );
      }
      if (!this.#readChunkEnd()) return false;
    }
  }

  #readChunkEnd(): boolean {
    const [first, second] = this.#bytes.subarray(this.#at, this.#at + 2);
    if (first === undefined || (first === CR && second === undefined)) {
      this.#to(this.#bytes.length, 'chunk-end');
      return this.#endsEarly('The bytes end here, after the data of a chunk.');
    }
    if (first === CR && second === LF) {
      this.#to(this.#at + 2, 'chunk-end');
      return true;
    }
    const at = first === CR ? this.#at + 1 : this.#at;
    return this.#judge({ at, words: 'CR LF has to end the data of a chunk: its size is wrong, or bytes are missing.' });
  }

  /** Keeps the first fault. Whether there was none. */
  #judge(fault: WireFault | null): boolean {
    if (fault !== null && (this.fault === null || fault.at < this.fault.at)) this.fault = fault;
    return fault === null;
  }

  #endsEarly(words: string): false {
    if (this.#known.whole) this.#judge({ at: this.#bytes.length, words });
    return false;
  }

  #to(end: number, kind: WirePartKind): void {
    if (end === this.#at) return;
    if (this.parts.length < MAX_WIRE_PARTS) this.parts.push({ kind, start: this.#at, end });
    else this.parts[MAX_WIRE_PARTS] = { kind: 'unlisted', start: this.parts[MAX_WIRE_PARTS]?.start ?? this.#at, end };
    this.#at = end;
  }

  #text({ start, textEnd }: WireLine): string {
    return latin1Text(this.#bytes.subarray(start, textEnd));
  }
}

interface FieldLine {
  readonly start: number;
  readonly name: string;
  readonly value: string;
  readonly valueStart: number;
}

/** A line that was meant to be a request line, however wrong it is. */
function isHttp(line: string): boolean {
  return /[ \t](?:HTTP|RTSP|ICE)\//.test(line);
}

function chunkSize(line: string): number {
  return Number.parseInt(line, 16);
}
