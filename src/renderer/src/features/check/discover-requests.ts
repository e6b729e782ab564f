import type { CaptureId } from '../../../../core/capture.ts';
import type { CheckedRequest, GivenRequest } from '../../../../core/contract.ts';
import type { DiscoverStart } from '../../store/dialogs.ts';

/** What a search is given, in the order it was added: `provedOn` counts in it. */
export type Given = readonly GivenRequest[];

/** As many as one search may have. */
export const MAX_REQUESTS = 20;

export function startingWith({ captureIds, request }: DiscoverStart): Given {
  const captures = captureIds.map((id): GivenRequest => ({ kind: 'capture', id }));
  return request === undefined ? captures : [...captures, { kind: 'pasted', request }];
}

export function hasCapture(given: Given, id: CaptureId): boolean {
  return given.some((each) => each.kind === 'capture' && each.id === id);
}

export function toggleCapture(given: Given, id: CaptureId): Given {
  if (hasCapture(given, id)) return given.filter((each) => each.kind !== 'capture' || each.id !== id);
  return given.length < MAX_REQUESTS ? [...given, { kind: 'capture', id }] : given;
}

export function addPasted(given: Given, request: CheckedRequest): Given {
  return given.length < MAX_REQUESTS ? [...given, { kind: 'pasted', request }] : given;
}

/** "1 of 2 requests": what a recipe is proved on. */
export function provedWords(provedOn: readonly number[], given: number): string {
  return `proved on ${provedOn.length} of ${given} ${given === 1 ? 'request' : 'requests'}`;
}
