/** The capture listener as the screen shows it. */
export type ListenerState =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'listening';
      readonly port: number;
      /** The configured port, when it was taken and the next free one is used instead. */
      readonly insteadOf: number | null;
      /** `http://127.0.0.1:8787`, without a trailing slash. */
      readonly url: string;
    }
  | { readonly kind: 'failed'; readonly port: number; readonly detail: string };

/** Why a request did not get what its endpoint answers. All of them are captured all the same, except for `storage`. */
export type RefusalCause =
  | 'memory'
  | 'sender'
  | 'connection'
  | 'pipelining'
  | 'head-too-long'
  | 'body-too-long'
  | 'head-timeout'
  | 'body-timeout'
  | 'malformed'
  | 'expectation'
  | 'closing'
  | 'storage';

/** What has passed the capture listener since the engine started. */
export interface ListenerCounters {
  readonly connections: number;
  readonly openConnections: number;
  /** Over the limit of connections at once, closed unread; and idle ones that made room for others. */
  readonly droppedConnections: number;
  /** Stored in the history, those that were refused and malformed ones included. */
  readonly captures: number;
  /** Bytes of requests that are read but not stored yet. */
  readonly inFlightBytes: number;
  readonly refused: Readonly<Record<RefusalCause, number>>;
}

export const noListenerCounters: ListenerCounters = {
  connections: 0,
  openConnections: 0,
  droppedConnections: 0,
  captures: 0,
  inFlightBytes: 0,
  refused: {
    memory: 0,
    sender: 0,
    connection: 0,
    pipelining: 0,
    'head-too-long': 0,
    'body-too-long': 0,
    'head-timeout': 0,
    'body-timeout': 0,
    malformed: 0,
    expectation: 0,
    closing: 0,
    storage: 0,
  },
};

const words: Readonly<Record<RefusalCause, string>> = {
  memory: 'memory budget',
  sender: 'one sender’s share',
  connection: 'one connection’s share',
  pipelining: 'too many on one connection at once',
  'head-too-long': 'headers too long',
  'body-too-long': 'body too long',
  'head-timeout': 'headers too slow',
  'body-timeout': 'body too slow',
  malformed: 'not valid HTTP',
  expectation: 'unknown expectation',
  closing: 'listener closing',
  storage: 'not stored',
};

export interface RefusalCount {
  readonly cause: RefusalCause | 'connections';
  readonly count: number;
  /** To stand behind the count: `12 refused: memory budget`. */
  readonly words: string;
}

/** What was refused and why, most first; empty where nothing was. */
export function refusalCounts(counters: ListenerCounters): readonly RefusalCount[] {
  // The keys are exactly the causes: the type of `words` refuses a missing and a foreign one.
  const causes = Object.keys(words) as RefusalCause[];
  return [
    { cause: 'connections' as const, count: counters.droppedConnections, words: 'too many connections' },
    ...causes.map((cause) => ({ cause, count: counters.refused[cause], words: words[cause] })),
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
