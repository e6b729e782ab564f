import type { CaptureDetail, CaptureId } from '../../../core/capture.ts';
import type { Engine } from '../../engine.ts';
import { captureJson } from './capture-json.ts';
import { captureLine } from './capture-line.ts';
import { complain, writeJsonLine, writeOut } from './output.ts';

/** Writes captures in the order of their arrival, each once, as soon as its verdict is known; then hands it to `then`. */
export function writeCaptures(
  engine: Engine,
  json: boolean,
  then: (capture: CaptureDetail) => void,
): { written(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  let newest: CaptureId = 0;
  // Judged later than the ones after them: their verdicts could not be stored at first.
  const overtaken = new Set<CaptureId>();

  /** Rows are announced again whenever they change; each is written once. */
  function isNew(id: CaptureId): boolean {
    if (id <= newest) return overtaken.delete(id);
    if (newest > 0) for (let between = newest + 1; between < id; between++) overtaken.add(between);
    newest = id;
    return true;
  }

  async function line(id: CaptureId): Promise<void> {
    const detail = await engine.handlers['captures.get']({ id });
    if (!detail.ok) return;
    const capture = detail.value;
    await (json ? writeJsonLine(captureJson(capture)) : writeOut(`${captureLine(capture)}\n`));
    then(capture);
  }

  engine.on('captures.changed', ({ rows }) => {
    for (const { id, verdicts } of rows) {
      if (verdicts.length === 0 || !isNew(id)) continue;
      last = last
        .then(() => line(id))
        .catch((error: unknown) =>
          complain(`#${id} could not be written out: ${error instanceof Error ? error.message : String(error)}`),
        );
    }
  });
  return { written: () => last };
}
