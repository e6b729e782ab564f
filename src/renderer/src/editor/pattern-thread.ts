import { findPattern } from '../../../core/view/find-pattern.ts';
import type { PatternAnswer, PatternJob } from './pattern-job.ts';

/** Looks for a person's regular expression in captured text; whoever started it ends it where that takes too long. */
self.addEventListener('message', ({ data }: MessageEvent<PatternJob>) => {
  reply({ matches: findPattern(data.text, data.pattern) });
});
reply(null);

function reply(answer: PatternAnswer): void {
  self.postMessage(answer);
}
