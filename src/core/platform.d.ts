/**
 * The few globals that every host of ours has (Node, Electron, browsers) and that the ECMAScript library does not declare.
 * Only core's own compilation includes this file; main and renderer see the declarations of their platform instead.
 */

/** Encoding Standard, section 8.1.2 (https://encoding.spec.whatwg.org/#textdecoder). */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(input?: ArrayBufferView, options?: { stream?: boolean }): string;
}

/** Encoding Standard, section 8.2.2. */
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
