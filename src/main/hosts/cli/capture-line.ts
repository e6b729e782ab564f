import type { CaptureDetail } from '../../../core/capture.ts';
import { damagedBytesWords } from '../../../core/integrity.ts';
import { verdictWords } from '../../../core/signature/words.ts';
import { terminalSafe } from './output.ts';

/** A capture in one line for a person at a terminal. */
export function captureLine(capture: CaptureDetail): string {
  const at = new Date(capture.receivedAt).toISOString();
  const [verdict] = capture.verdicts;
  const words = verdict === undefined ? 'not judged yet' : verdictWords(verdict).label;
  const what =
    capture.kind === 'malformed' ? `malformed: ${capture.malformed?.message}` : `${capture.method} ${capture.target}`;
  const refusal = capture.kind === 'malformed' ? null : capture.malformed;
  const cut = capture.completeness === 'complete' ? 'REFUSED' : 'INCOMPLETE';
  const why = refusal === null ? '' : `  ${cut}: ${refusal.message}`;
  const damage = capture.rawIntact ? '' : `  DAMAGED: ${damagedBytesWords.title}`;
  return terminalSafe(`#${capture.id}  ${at}  ${what}  ${capture.bodyBytes} B  ${words}${why}${damage}`);
}
