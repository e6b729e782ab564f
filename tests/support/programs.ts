import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Name of the environment variable with the folder of the programs that `bundle-programs.ts` made. */
export const PROGRAMS = 'HOOKPROOF_TEST_PROGRAMS';

/** What runs in threads and processes of its own, by the name it has in a build. */
export const PROGRAM_SOURCES = {
  'storage-writer': 'src/main/storage/sqlite/writer-worker.ts',
  'storage-reader': 'src/main/storage/sqlite/reader-worker.ts',
  search: 'src/main/diagnosis/search-worker.ts',
  judging: 'src/main/judging/judging-worker.ts',
  decode: 'src/main/decoding/decode-worker.ts',
  cli: 'src/main/hosts/cli/index.ts',
} as const;

/** In one file where vitest made one of today's sources; otherwise Node runs the sources as they are, at half a second a start. */
export function programUrl(name: keyof typeof PROGRAM_SOURCES): URL {
  const folder = process.env[PROGRAMS];
  return folder === undefined
    ? new URL(`../../${PROGRAM_SOURCES[name]}`, import.meta.url)
    : pathToFileURL(join(folder, `${name}.js`));
}
