import { join } from 'node:path';
import type { CaptureId } from '../../../core/capture.ts';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import { damagedBytesWords } from '../../../core/integrity.ts';
import { fail, type Result } from '../../../core/result.ts';
import type { Workers } from '../../engine.ts';
import { MIGRATIONS } from '../../storage/sqlite/migrations.ts';
import { openSqliteReader, type StoreReader } from '../../storage/sqlite/sqlite-reader.ts';
import { captureJson } from './capture-json.ts';
import { captureLine } from './capture-line.ts';
import { dataDirOf } from './cli-engine.ts';
import {
  complain,
  complainOf,
  EXIT,
  type ExitCode,
  terminalSafe,
  writeExact,
  writeJsonLine,
  writeOut,
} from './output.ts';

/** Ids a step: each step is one short read, so that a capturing Hookproof on the same folder is never held up. */
const STEP = 1000;
/** Bytes a step of a raw dump. */
const SLICE = 4 * 1024 * 1024;

/** `hookproof list`: the history, oldest first, also while another Hookproof captures into it. */
export async function list(options: { data?: string; json: boolean }, workers: Workers): Promise<ExitCode> {
  return withReader(options, workers, async (reader) => {
    for (let after: CaptureId | null = null; ; ) {
      const ids: readonly CaptureId[] = await reader.ids({}, after, STEP);
      for (const id of ids) {
        const detail = await reader.detail(id);
        if (detail !== null)
          await (options.json ? writeJsonLine(captureJson(detail)) : writeOut(`${captureLine(detail)}\n`));
      }
      after = ids.at(-1) ?? null;
      if (ids.length < STEP) return EXIT.ok;
    }
  });
}

/**
 * `hookproof show ID`: the request's bytes as they came (`--raw`), its facts as JSON, or both for a person. Bytes that the
 * disk changed are written all the same, said to be so on standard error, and end with exit code 1.
 */
export async function show(
  id: CaptureId,
  options: { data?: string; raw: boolean; json: boolean },
  workers: Workers,
): Promise<ExitCode> {
  return withReader(options, workers, async (reader) => {
    const detail = await reader.detail(id);
    if (detail === null) return complainOf({ code: 'not-found', what: 'capture' });
    const code = detail.rawIntact ? EXIT.ok : EXIT.failed;
    if (!detail.rawIntact) complain(`#${id}: ${damagedBytesWords.title}\n  ${damagedBytesWords.hint}`);
    if (options.json) {
      await writeJsonLine(captureJson(detail));
      return code;
    }
    if (!options.raw) await writeOut(`${captureLine(detail)}\n\n`);
    for (let offset = 0; ; ) {
      const slice = await reader.bytes(id, 'raw', offset, SLICE);
      if (slice === null) return complainOf({ code: 'not-found', what: 'capture' });
      await (options.raw ? writeExact(slice.bytes) : writeOut(readableText(slice.bytes)));
      offset += slice.bytes.length;
      if (offset >= slice.totalBytes || slice.bytes.length === 0) break;
    }
    if (!options.raw) await writeOut('\n');
    return code;
  });
}

async function withReader(
  options: { data?: string },
  workers: Workers,
  use: (reader: StoreReader) => Promise<ExitCode>,
): Promise<ExitCode> {
  const opened: Result<StoreReader, Failure> = await openSqliteReader({
    file: join(dataDirOf(options), 'history.db'),
    reader: workers.reader,
    mayBeNewer: true,
  });
  if (!opened.ok) return complainOf(opened.failure);
  const { newerFormat } = opened.value;
  if (newerFormat !== null) {
    const { title } = explain({ code: 'store-newer', found: newerFormat, supported: MIGRATIONS.length });
    complain(`${title}\n  It is shown as far as this version understands it. Nothing in it is changed.`);
  }
  try {
    return await use(opened.value);
  } finally {
    await opened.value.close();
  }
}

function readableText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export function parseCaptureId(text: string): Result<CaptureId, Failure> {
  return /^[1-9]\d{0,14}$/.test(text)
    ? { ok: true, value: Number(text) }
    : fail({ code: 'invalid-input', field: 'ID', problem: `“${terminalSafe(text)}” is not a capture’s number` });
}
