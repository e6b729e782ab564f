import type { Tried } from './diagnosis.ts';

/** What a search has cost and may still cost. */
export interface Effort {
  /** True once the budget is used up; asked before each computation. */
  over(): boolean;
  /** One signature was computed. */
  computed(): void;
  /** One distinct thing of its kind was tried. */
  tried(kind: keyof Omit<Tried, 'signatures' | 'complete'>): void;
  tally(): Tried;
}

export function effortOf(now: () => number, budgetMs: number): Effort {
  const startedAt = now();
  const counts = { secrets: 0, bodyForms: 0, templates: 0, urlForms: 0, schemes: 0, signatures: 0 };
  let complete = true;
  return {
    over() {
      if (complete && now() - startedAt >= budgetMs) complete = false;
      return !complete;
    },
    computed() {
      counts.signatures++;
    },
    tried(kind) {
      counts[kind]++;
    },
    tally: () => ({ ...counts, complete }),
  };
}
