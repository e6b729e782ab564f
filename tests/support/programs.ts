import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Name of the environment variable with the folder of the programs that `bundle-programs.ts` made. */
export const PROGRAMS = 'HOOKPROOF_TEST_PROGRAMS';

/**
 * What runs in threads and processes of its own, and what is loaded into them with `--import` (which Node does in each of their threads).
 *
 * Nothing with threads as TypeScript: Node reads that with a WebAssembly module in each thread, which takes ten MiB of every one, and V8
 * sometimes ends the whole process where threads with such modules come and go (nodejs/node#64500).
 */
export const PROGRAM_SOURCES = {
  'storage-writer': 'src/main/storage/sqlite/writer-worker.ts',
  'storage-reader': 'src/main/storage/sqlite/reader-worker.ts',
  search: 'src/main/diagnosis/search-worker.ts',
  judging: 'src/main/judging/judging-worker.ts',
  decode: 'src/main/decoding/decode-worker.ts',
  cli: 'src/main/hosts/cli/index.ts',

  'dying-writer': 'tests/main/storage/dying-writer.ts',
  'odd-reader': 'tests/main/storage/odd-reader.ts',
  'dying-reader': 'tests/durability/dying-reader.ts',
  'odd-search': 'tests/main/diagnosis/odd-worker.ts',
  'odd-judging': 'tests/main/judging/odd-judging-worker.ts',
  'odd-decode': 'tests/main/decoding/odd-decode-worker.ts',

  'capture-until-killed': 'tests/durability/capture-until-killed.ts',
  'migrate-until-killed': 'tests/durability/migrate-until-killed.ts',
  'append-until-killed': 'tests/main/storage/append-until-killed.ts',
  'append-past-a-limit': 'tests/main/storage/append-past-a-limit.ts',
  'answer-until-killed': 'tests/main/reply/answer-until-killed.ts',
  'forward-until-killed': 'tests/main/forward/forward-until-killed.ts',
  'judge-and-end': 'tests/main/judging/judge-and-end.ts',
  'soak-engine': 'tests/soak/engine-program.ts',

  'end-with-parent': 'tests/support/end-with-parent.ts',
  'crash-on-request': 'tests/support/crash-on-request.ts',
  'open-history': 'tests/bench/processes/open-history.ts',
  'loop-delay-probe': 'tests/bench/processes/loop-delay-probe.ts',
  'electron-double': 'tests/support/electron-double/electron.ts',
  'with-electron-double': 'tests/support/electron-double/register.ts',
} as const;

export type ProgramName = keyof typeof PROGRAM_SOURCES;

/** Of the program in one file of JavaScript. Throws where `bundlePrograms` has not been called, nor in a parent process. */
export function programUrl(name: ProgramName): URL {
  const folder = process.env[PROGRAMS];
  if (folder === undefined) throw new Error('the programs of the tests have not been bundled');
  return pathToFileURL(join(folder, `${name}.js`));
}

export function programPath(name: ProgramName): string {
  return fileURLToPath(programUrl(name));
}
