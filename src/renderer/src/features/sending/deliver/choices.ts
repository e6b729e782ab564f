import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { MAX_BURST_CONCURRENCY, MAX_BURST_REQUESTS } from '../../../../../core/deliver/burst.ts';
import type { Repeat } from '../../../../../core/deliver/policy.ts';
import type { Speed } from '../../../../../core/deliver/speed.ts';
import { type AppContext, useApp } from '../../../store/context.tsx';
import { number, type PolicyForm } from './policy-form.ts';

/** What was chosen in one editor's panel, kept while the panel is closed or another view is shown. */
export interface DeliverChoices {
  readonly isOpen: boolean;
  readonly mode: 'delivery' | 'burst';
  /** undefined: the provider that the draft is signed for; null: none in particular. */
  readonly provider: string | null | undefined;
  /** What was changed of the provider's policy. */
  readonly changed: Partial<PolicyForm>;
  readonly speed: Speed;
  readonly burst: BurstChoices;
}

export interface BurstChoices {
  readonly count: string;
  readonly concurrency: string;
  readonly repeat: Repeat;
}

const initial: DeliverChoices = {
  isOpen: false,
  mode: 'delivery',
  provider: undefined,
  changed: {},
  speed: 1,
  burst: { count: '100', concurrency: '10', repeat: 'new-id' },
};

type Choices = Readonly<Record<string, DeliverChoices>>;
const stores = new WeakMap<AppContext, StoreApi<Choices>>();

/** By the editor's id. */
function choicesStore(context: AppContext): StoreApi<Choices> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<Choices>()(() => ({}));
    stores.set(context, store);
  }
  return store;
}

function choicesOf(choices: Choices, editor: string): DeliverChoices {
  return choices[editor] ?? initial;
}

/** What was chosen in that editor. */
export function useChoices(editor: string): DeliverChoices {
  return useStore(choicesStore(useApp()), (all) => choicesOf(all, editor));
}

export function choose(context: AppContext, editor: string, patch: Partial<DeliverChoices>): void {
  choicesStore(context).setState((all) => ({ [editor]: { ...choicesOf(all, editor), ...patch } }));
}

export type BurstProblems = { [K in 'count' | 'concurrency']?: string };

/** The numbers of a burst, or what is wrong with them. */
export function readBurst({ count, concurrency }: BurstChoices): {
  readonly count: number;
  readonly concurrency: number;
  readonly problems: BurstProblems | null;
} {
  const problems: BurstProblems = {};
  const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  if (!isWhole(number(count), MAX_BURST_REQUESTS)) problems.count = 'From 1 to 10,000';
  if (!isWhole(number(concurrency), MAX_BURST_CONCURRENCY)) problems.concurrency = 'From 1 to 100';
  const hasProblem = Object.keys(problems).length > 0;
  return { count: number(count), concurrency: number(concurrency), problems: hasProblem ? problems : null };
}
