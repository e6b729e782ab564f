import type { EventName, Events } from '../../core/contract.ts';

/** Beyond this much that a page has not taken, rows are no longer sent: it is told to list again once it has caught up. */
export const LAGGING_BYTES = 4 * 1024 * 1024;

/** Subjects whose newest event is held for a page that lags; the oldest give way, and the page sees them when it lists again. */
const MAX_HELD = 1000;

export interface EventOutbox {
  event<K extends EventName>(name: K, event: Events[K]): void;
  /** To be called when the page has taken some of what was sent. */
  catchUp(): void;
}

export interface EventOutboxOptions {
  /** Whether the page has more than `LAGGING_BYTES` yet to take. */
  readonly lagging: () => boolean;
  readonly send: <K extends EventName>(name: K, event: Events[K]) => void;
}

/**
 * Events in order while a page keeps up. While it lags, the rows that a flood of captures makes are dropped for one
 * `captures.removed {all}` afterwards; of the other events the newest of each subject is kept, which bounds them too.
 */
export function createEventOutbox({ lagging, send }: EventOutboxOptions): EventOutbox {
  const held = new Map<string, () => void>();
  let rowsDropped = false;

  function hold(subject: string, sending: () => void): void {
    // To the end, where the newest is.
    held.delete(subject);
    held.set(subject, sending);
    const [oldest] = held.keys();
    if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest);
  }

  return {
    event(name, event) {
      if (!lagging() && held.size === 0 && !rowsDropped) send(name, event);
      else if (name === 'captures.changed' || name === 'captures.removed') rowsDropped = true;
      else hold(subjectOf(name, event), () => send(name, event));
    },
    catchUp() {
      if ((held.size === 0 && !rowsDropped) || lagging()) return;
      const sendings = [...held.values()];
      held.clear();
      for (const sendHeld of sendings) sendHeld();
      if (rowsDropped) send('captures.removed', { all: true });
      rowsDropped = false;
    },
  };
}

/** Events of one subject replace each other: what is not of one row, run or endpoint carries the whole state of its name. */
function subjectOf<K extends EventName>(name: K, event: Events[K]): string {
  if ('row' in event) return `${name} ${event.row.id}`;
  if ('run' in event) return `${name} ${typeof event.run === 'string' ? event.run : event.run.id}`;
  return 'endpointId' in event ? `${name} ${event.endpointId}` : name;
}
