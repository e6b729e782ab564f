import { varint } from './cells.ts';

export type RecordValue = null | number | string | Uint8Array<ArrayBuffer>;

/** What each column's value is, as its record's head says (fileformat2, "Record Format"). null: no record. */
export function serialTypes(record: Buffer): readonly number[] | null {
  const size = varint(record, 0, record.length);
  if (size === null || size.value > record.length) return null;
  const types: number[] = [];
  for (let at = size.end; at < size.value; ) {
    const type = varint(record, at, size.value);
    // 10 and 11 are never in a file.
    if (type === null || type.value === 10 || type.value === 11) return null;
    types.push(type.value);
    at = type.end;
  }
  return types;
}

const FIXED_BYTES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0] as const;

/** Bytes of a value of a serial type. */
function valueBytes(type: number): number {
  return FIXED_BYTES[type] ?? Math.floor((type - 12) / 2);
}

/** The values of a whole record; null where they do not fill it exactly, or a text is not UTF-8. */
export function recordValues(record: Buffer): readonly RecordValue[] | null {
  const types = serialTypes(record);
  const head = varint(record, 0, record.length);
  if (types === null || head === null) return null;
  const values: RecordValue[] = [];
  let at = head.value;
  for (const type of types) {
    const end = at + valueBytes(type);
    if (end > record.length) return null;
    const value = decodedValue(type, record.subarray(at, end));
    if (value === undefined) return null;
    values.push(value);
    at = end;
  }
  return at === record.length ? values : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** undefined: no value of that type. */
function decodedValue(type: number, bytes: Buffer): RecordValue | undefined {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) {
    const value = Number(bytes.readBigInt64BE(0));
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  if (type % 2 === 0) return new Uint8Array(bytes);
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
