import type { Workers } from '../../src/main/engine.ts';

/** The workers' sources: Node runs them as they are. Apart from `engine.ts`, for programs that run outside of vitest. */
export const sourceWorkers: Workers = {
  writer: new URL('../../src/main/storage/sqlite/writer-worker.ts', import.meta.url),
  reader: new URL('../../src/main/storage/sqlite/reader-worker.ts', import.meta.url),
  search: new URL('../../src/main/diagnosis/search-worker.ts', import.meta.url),
  judging: new URL('../../src/main/judging/judging-worker.ts', import.meta.url),
  decode: new URL('../../src/main/decoding/decode-worker.ts', import.meta.url),
};
