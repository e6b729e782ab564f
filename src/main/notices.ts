import type { Notice } from '../core/contract.ts';
import type { Failure } from '../core/failure.ts';
import type { EventHub } from './events.ts';

/** Failures outside any call. One notice a failure code: a full disk is said once, not once a request. */
export interface Notices {
  readonly current: readonly Notice[];
  report(failure: Failure): void;
  /** The failure is over: takes its notice away. */
  resolve(code: Failure['code']): void;
  dismiss(id: string): void;
}

export function createNotices(events: EventHub, now: () => number): Notices {
  let current: readonly Notice[] = [];
  function change(next: readonly Notice[]): void {
    current = next;
    events.emit('notices.changed', { notices: current });
  }
  return {
    get current() {
      return current;
    },
    report(failure) {
      const id = failure.code;
      if (current.some((notice) => notice.id === id)) return;
      change([...current, { id, at: now(), failure }]);
    },
    resolve(code) {
      if (current.some((notice) => notice.id === code)) change(current.filter((notice) => notice.id !== code));
    },
    dismiss(id) {
      change(current.filter((notice) => notice.id !== id));
    },
  };
}
