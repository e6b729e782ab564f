import type { Pattern, PatternMatch } from '../../../core/view/find-pattern.ts';

export interface PatternJob {
  readonly text: string;
  readonly pattern: Pattern;
}

/** `null` once when the worker is there; then one answer a job. `matches` null: it is no regular expression. */
export type PatternAnswer = null | { readonly matches: readonly PatternMatch[] | null };
