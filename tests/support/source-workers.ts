import type { Workers } from '../../src/main/engine.ts';
import { programUrl } from './programs.ts';

/** The workers, of the sources as they are now. Apart from `engine.ts`, for programs that run outside of vitest. */
export const sourceWorkers: Workers = {
  writer: programUrl('storage-writer'),
  reader: programUrl('storage-reader'),
  search: programUrl('search'),
  judging: programUrl('judging'),
  decode: programUrl('decode'),
};
