import type { ListenerCounters, RefusalCount } from '../../../../core/listener.ts';
import { refusalCounts } from '../../../../core/listener.ts';
import type { SettingsField } from '../../store/navigation.ts';
import { formatCount } from '../../ui/index.ts';

/** The setting that bounds what was refused; null: the bound is fixed, or there is none. */
export function settingOf(cause: RefusalCount['cause']): SettingsField | null {
  switch (cause) {
    case 'memory':
    case 'connection':
      return 'memoryBytes';
    case 'sender':
      return 'perSender';
    case 'body-too-long':
      return 'bodyLimitBytes';
    case 'body-timeout':
      return 'timeoutMs';
    default:
      return null;
  }
}

/** The same for one capture, by the code of its reason (`MalformedReason.code`). */
export function settingOfRefusal(code: string): SettingsField | null {
  switch (code) {
    case 'busy':
    case 'busy-connection':
      return 'memoryBytes';
    case 'busy-sender':
      return 'perSender';
    case 'body-too-long':
      return 'bodyLimitBytes';
    case 'timeout-body':
      return 'timeoutMs';
    default:
      return null;
  }
}

export const settingNames: Readonly<Record<SettingsField, string>> = {
  listenPort: 'the port',
  bodyLimitBytes: 'the largest body',
  memoryBytes: 'the memory for requests',
  timeoutMs: 'the time for a request',
  perSender: 'the requests of one sender',
  historyBytes: 'the size of the history',
};

/** Refused for what the request itself is, which its row says: no bound of the listener's was met. */
const SAID_BY_ROWS: ReadonlySet<RefusalCount['cause']> = new Set(['malformed', 'expectation', 'closing']);

export interface LimitsMet {
  /** `12 refused: memory budget`. */
  readonly words: string;
  readonly setting: SettingsField | null;
}

/** What the listener's bounds cost, in a few words; null where they cost nothing. */
export function limitsMet(counters: ListenerCounters): LimitsMet | null {
  const met = refusalCounts(counters).filter(({ cause }) => !SAID_BY_ROWS.has(cause));
  const [most] = met;
  if (most === undefined) return null;
  const total = met.reduce((sum, { count }) => sum + count, 0);
  const reason = met.length === 1 ? most.words : `most for ${most.words}`;
  return {
    words: `${formatCount(total)} refused: ${reason}`,
    setting: settingOf(most.cause) ?? met.map(({ cause }) => settingOf(cause)).find((each) => each !== null) ?? null,
  };
}
