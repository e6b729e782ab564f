import type { ForwardTarget } from '../reply/reply-settings.ts';

/** The targets that take a capture, in the order of the settings. `eventType`: as it was judged; null: it has none. */
export function targetsFor(targets: readonly ForwardTarget[], eventType: string | null): readonly ForwardTarget[] {
  const takers = targets.filter(({ isDefault, eventTypes }) => !isDefault && takes(eventTypes, eventType));
  return takers.length > 0 ? takers : targets.filter(({ isDefault }) => isDefault);
}

/** Whether the answer depends on the event type at all, which only judging tells. */
export function isRouted(targets: readonly ForwardTarget[]): boolean {
  return targets.some(({ isDefault, eventTypes }) => isDefault || !takesAll(eventTypes));
}

function takes(eventTypes: readonly string[], eventType: string | null): boolean {
  return takesAll(eventTypes) || (eventType !== null && eventTypes.includes(eventType));
}

function takesAll(eventTypes: readonly string[]): boolean {
  return eventTypes.length === 0 || eventTypes.includes('*');
}
