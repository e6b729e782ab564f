import type { CaptureId } from '../../../../core/capture.ts';

/** Of what is saved of a capture. `rest`: from the first character after the id on. Bytes that the disk changed say so. */
export function captureFileName(id: CaptureId, isDamaged: boolean, rest: string): string {
  return `capture-${id}${isDamaged ? '-damaged' : ''}${rest}`;
}
