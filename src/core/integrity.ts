import type { Explanation } from './failure.ts';

/** The words for a capture whose `rawIntact` is false, wherever it is shown or exported. */
export const damagedBytesWords: Explanation = {
  title: 'These are not the bytes that arrived.',
  hint: 'The stored bytes no longer have the SHA-256 they were captured with: they were changed on the disk.',
};
