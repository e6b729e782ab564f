import type { CheckOutcome } from '../../core/contract.ts';
import type { OtherCapture } from '../../core/diagnosis/diagnose.ts';
import type { DiscoveryRequest } from '../../core/discovery/discover.ts';
import type { DiscoveryReport } from '../../core/discovery/discovery.ts';
import type { Endpoint } from '../../core/endpoint.ts';
import type { OwnRecipe } from '../../core/signature/own-recipe.ts';
import type { CandidateSecret } from '../../core/signature/scheme.ts';
import type { Judgeable } from '../judging/judge.ts';
import type { OpenSecret } from '../secrets/secrets.ts';

/** What is searched for in a worker of its own, by name: the data that goes in and the answer. */
export interface SearchTasks {
  check(task: CheckTask): CheckOutcome;
  discover(task: DiscoverTask): DiscoveryReport;
}

export type SearchKind = keyof SearchTasks;
export type SearchTask<K extends SearchKind> = Parameters<SearchTasks[K]>[0];
export type SearchAnswer<K extends SearchKind> = ReturnType<SearchTasks[K]>;

/** A request to judge and, when its signature fails, to diagnose. */
export interface CheckTask {
  readonly capture: Judgeable;
  readonly endpoint: Endpoint;
  /** null: the endpoint's pinned one, else detected. */
  readonly scheme: string | null;
  readonly tunnelUrl: string | null;
  /** The endpoint's own. */
  readonly secrets: { readonly usable: readonly OpenSecret[]; readonly locked: boolean };
  readonly otherSecrets: readonly OpenSecret[];
  /** By the URL of their source. */
  readonly publishedKeys: ReadonlyMap<string, CandidateSecret>;
  /** Whether the usual time was not enough. */
  readonly longer: boolean;
  /** Other captures, the nearest first. */
  readonly others: readonly OtherCapture[];
  /** Built into schemes in the worker, because functions cannot cross. */
  readonly ownRecipes: readonly OwnRecipe[];
}

export interface DiscoverTask {
  readonly requests: readonly DiscoveryRequest[];
  readonly secret: string;
  readonly ownRecipes: readonly OwnRecipe[];
  readonly ignoreCatalogue: boolean;
}

/** The one message to a worker, which answers with the one message of a `SearchAnswer`. Secrets cross in it only. */
export type SearchMessage = { [K in SearchKind]: { readonly kind: K; readonly task: SearchTask<K> } }[SearchKind];
