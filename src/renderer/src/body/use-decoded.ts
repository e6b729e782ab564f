import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/failure.ts';
import { type ContentCoding, type DecodedBody, MAX_ENCODED_BYTES } from '../../../core/view/content-coding.ts';
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
      setDecoded(
        answer.ok ? { key, body: answer.value, failure: null } : { key, body: null, failure: answer.failure },
      );
    });
    return () => {
      live = false;
    };
  }, [bridge, key, isAsked]);
  return decoded?.key === key ? decoded : null;
}
