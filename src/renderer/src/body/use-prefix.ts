import { useEffect, useRef, useState } from 'react';
import { concatBytes } from '../../../core/bytes.ts';
import type { Failure } from '../../../core/failure.ts';
import { type ByteSource, readRange } from './byte-source.ts';

export interface Prefix {
  /** Of the source these bytes are from; another one's may be shown until the new ones are here. */
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly totalBytes: number;
  readonly failure: Failure | null;
}

/** The first `limit` bytes of a source; null until the first answer. Answers for a source left meanwhile are dropped. */
export function usePrefix(source: ByteSource, limit: number): Prefix | null {
  const [prefix, setPrefix] = useState<Prefix | null>(null);
  // The key stands for the source, and what is held is only continued: neither is a reason to read again.
  const latest = useRef({ source, prefix });
  latest.current = { source, prefix };
  const { key } = source;
  useEffect(() => {
    let live = true;
    const { source, prefix } = latest.current;
    const { totalBytes } = source;
    const held = prefix?.key === key && prefix.failure === null ? prefix.bytes : null;
    if (held !== null && held.length >= Math.min(limit, totalBytes)) return;
    void readRange(source, held?.length ?? 0, limit).then((read) => {
      if (!live) return;
      const bytes = read.ok ? concatBytes([held ?? new Uint8Array(), read.value]) : (held ?? new Uint8Array());
      setPrefix({ key, totalBytes, bytes, failure: read.ok ? null : read.failure });
    });
    return () => {
      live = false;
    };
  }, [key, limit]);
  return prefix;
}
