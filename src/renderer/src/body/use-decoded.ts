import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/failure.ts';
import { SAMPLE_BYTES } from '../../../core/view/choose-view.ts';
import {
  type ContentCoding,
  type DecodedBody,
  isUndecodable,
  MAX_ENCODED_BYTES,
  type UnknownCoding,
} from '../../../core/view/content-coding.ts';
import { looksLikeText } from '../../../core/view/text.ts';
import { useBridge } from '../store/context.tsx';

export interface Decoded {
  /** Of the question this is the answer to. */
  readonly key: string;
  /** null: decoding failed, which `failure` explains. */
  readonly body: DecodedBody | null;
  readonly failure: Failure | null;
}

/**
 * `bytes` without their content codings, undone by the engine; null until it has answered. `key` names bytes and codings;
 * nothing is asked without either.
 */
export function useDecoded(
  key: string,
  bytes: Uint8Array | null,
  codings: readonly ContentCoding[],
  incomplete: boolean,
): Decoded | null {
  const bridge = useBridge();
  const [decoded, setDecoded] = useState<Decoded | null>(null);
  const isAsked = bytes !== null && codings.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for bytes and codings, new objects on every render.
  useEffect(() => {
    if (bytes === null || codings.length === 0) return;
    let live = true;
    const read = bytes.subarray(0, MAX_ENCODED_BYTES);
    const task = { bytes: read, codings, incomplete: incomplete || read.length < bytes.length };
    void bridge.call('bodies.decode', task).then((answer) => {
      if (!live) return;
      setDecoded(answer.ok ? { key, body: answer.value, failure: null } : { key, body: null, failure: answer.failure });
    });
    return () => {
      live = false;
    };
  }, [bridge, key, isAsked]);
  return decoded?.key === key ? decoded : null;
}

export interface ReadableBytes {
  readonly bytes: Uint8Array;
  readonly incomplete: boolean;
  /** Whether they may be what Content-Type says: it names what is inside the codings. */
  readonly isAsSaid: boolean;
}

/** The bytes to make a view of: decoded, or as stored where that cannot be; null while the engine decodes. */
export function readableBytes(
  stored: Uint8Array,
  incomplete: boolean,
  codings: readonly ContentCoding[],
  unknownCoding: UnknownCoding | null,
  decoded: Decoded | null,
): ReadableBytes | null {
  if (codings.length === 0) return { bytes: stored, incomplete, isAsSaid: unknownCoding === null };
  if (decoded === null) return null;
  const { body } = decoded;
  if (body === null || isUndecodable(body))
    return { bytes: stored, incomplete, isAsSaid: looksLikeText(stored.subarray(0, SAMPLE_BYTES)) };
  return { bytes: body.bytes, incomplete: incomplete || body.cut || body.problem !== null, isAsSaid: true };
}
