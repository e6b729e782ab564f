import type { WireFault } from '../../../core/http/wire-faults.ts';
import type { WireKnown } from '../../../core/http/wire-parts.ts';

export interface WireJob {
  /** Names where the bytes are from, for who asked. */
  readonly sourceKey: string;
  readonly bytes: Uint8Array;
  readonly known: WireKnown;
  /** Cells a row. */
  readonly columns: number;
  readonly maxRows: number;
}

/** As columns of numbers: a million objects would take seconds to cross and to collect. */
export interface WireAnswer {
  /** Of each part, its index in `WIRE_PART_KINDS`. */
  readonly kinds: Uint8Array;
  /** Where each part begins. */
  readonly starts: Uint32Array;
  /** Where each row begins. */
  readonly rows: Uint32Array;
  /** Behind the last byte of the last row. */
  readonly end: number;
  readonly fault: WireFault | null;
}
