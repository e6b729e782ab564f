import type { SelectedCapture } from '../../store/selected-capture.ts';

/** Headers that every request has: none of them carries a signature or its time. */
const USUAL = /^(host|connection|user-agent|accept.*|content-.*|cookie|date|transfer-encoding|x-forwarded-.*)$/i;

/** The capture's headers that may carry what a field asks for, by their names. */
export function likelyHeaders(selected: SelectedCapture, looksLike: RegExp): readonly string[] {
  if (selected.state !== 'loaded') return [];
  const names = selected.capture.detail.headers.map(([name]) => name);
  return [...new Set(names.filter((name) => !USUAL.test(name) && looksLike.test(name)))].slice(0, 4);
}
