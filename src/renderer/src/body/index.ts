/*
 * Bodies and headers of any message: captures, attempts, drafts.
 *
 *   BodyPane       source, headers, label, fileName, incomplete: Pretty, Raw and Hex, fills its height
 *   HexView        source
 *   HeadersTable   headers, label
 *   Segmented      label, options, value, onChange
 *   captureBytes, attemptBytes, heldBytes: sources · readRange, downloadSource, downloadBytes
 *   usePrefix      source, limit: its first bytes · useView: what a worker of view-worker/ makes of a job
 */
export { BodyPane } from './BodyPane.tsx';
export { attemptBytes, type ByteSource, captureBytes, heldBytes, readRange } from './byte-source.ts';
export { downloadBytes, downloadSource } from './download.ts';
export { HeadersTable } from './HeadersTable.tsx';
export { HexView } from './HexView.tsx';
export { Segmented } from './Segmented.tsx';
export { type Prefix, usePrefix } from './use-prefix.ts';
export { useView } from './use-view.ts';
