import type { ListenerState } from '../../../../core/listener.ts';

/** What stands below the port's field. For this run it may be another one, as the command line or another program would have it. */
export function portHint(saved: number, listener: ListenerState): string {
  const rule = '0 takes any free port. When the port is taken, the next free one is used.';
  if (listener.kind !== 'listening' || saved === 0 || listener.port === saved) return rule;
  return `At the moment it is ${listener.port}. ${rule}`;
}
