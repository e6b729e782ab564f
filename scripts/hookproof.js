/** `npm run --silent hookproof -- …` in a checkout: the built command line, built first when the sources are newer. */
import { buildIfStale } from './build-if-stale.js';

await buildIfStale();
await import('../bin/hookproof.js');
