/**
 * Every expected failure of the app: a code and the facts. `explain` (`failure-words.ts`) turns one into the user's words. Facts never hold
 * a secret or captured bytes; `detail` is a system's own message (errno text), for the log and the small print.
 */
export type Failure =
  | { readonly code: 'port-in-use'; readonly port: number }
  | { readonly code: 'port-forbidden'; readonly port: number; readonly detail: string }
  | { readonly code: 'target-invalid'; readonly url: string; readonly problem: TargetProblem }
  | { readonly code: 'target-unconfirmed'; readonly origin: string; readonly address: string | null }
  | { readonly code: 'target-forbidden'; readonly origin: string }
  | {
      readonly code: 'target-unreachable';
      readonly origin: string;
      readonly cause: UnreachableCause;
      readonly detail: string;
    }
  | { readonly code: 'target-timeout'; readonly origin: string; readonly afterMs: number }
  | { readonly code: 'reply-malformed'; readonly origin: string; readonly detail: string }
  /** What is sent there would come back to be sent again. */
  | { readonly code: 'target-loops'; readonly origin: string; readonly how: 'capture-port' | 'public-url' }
  | { readonly code: 'forward-target-gone' }
  | { readonly code: 'queue-full'; readonly url: string; readonly limit: number }
  | { readonly code: 'send-cancelled'; readonly origin: string }
  | { readonly code: 'deliveries-busy'; readonly what: 'delivery' | 'burst'; readonly limit: number }
  | { readonly code: 'request-unsendable'; readonly problem: string }
  | { readonly code: 'scheme-unknown'; readonly scheme: string }
  | { readonly code: 'scheme-cannot-sign'; readonly scheme: string }
  | {
      readonly code: 'no-verification-code';
      readonly scheme: string;
      readonly language: string;
      readonly docs: string | null;
    }
  | { readonly code: 'sign-missing'; readonly scheme: string; readonly part: string }
  | { readonly code: 'secret-invalid'; readonly scheme: string | null; readonly problem: string }
  | {
      readonly code: 'key-not-fetched';
      readonly host: string;
      readonly cause: KeyFetchCause;
      readonly detail: string | null;
    }
  | {
      readonly code: 'not-confirmed';
      readonly host: string;
      readonly cause: KeyFetchCause;
      readonly detail: string | null;
    }
  | { readonly code: 'key-unpublished'; readonly scheme: string }
  | { readonly code: 'scheme-without-keys'; readonly scheme: string | null }
  | { readonly code: 'secret-missing' }
  | { readonly code: 'secret-locked'; readonly label: string }
  | { readonly code: 'vault-unreadable'; readonly file: string; readonly problem: string }
  | { readonly code: 'cancelled' }
  | { readonly code: 'search-ended'; readonly cause: SearchEnd }
  | { readonly code: 'decoding-ended'; readonly cause: SearchEnd }
  | { readonly code: 'storage-full' }
  | { readonly code: 'storage-failed'; readonly detail: string }
  /** The search index could not be written (an errno name); searches read the captures instead. */
  | { readonly code: 'search-index-paused'; readonly detail: string }
  /** A storage worker died and runs again; `times` since the start. */
  | {
      readonly code: 'storage-restarted';
      readonly worker: string;
      readonly times: number;
      readonly detail: string;
    }
  | { readonly code: 'disk-low'; readonly belowBytes: number; readonly pauseBelowBytes: number }
  | { readonly code: 'capture-paused'; readonly belowBytes: number }
  | { readonly code: 'attempt-not-kept'; readonly cause: 'full' | 'failed' }
  | { readonly code: 'store-newer'; readonly found: number; readonly supported: number }
  | { readonly code: 'store-corrupt'; readonly movedTo: string }
  /** Found while it is in use. `detail`: what SQLite found first, or which row cannot be read. */
  | { readonly code: 'store-damaged'; readonly detail: string }
  | { readonly code: 'store-shrunken'; readonly missing: number }
  | { readonly code: 'captures-changed'; readonly count: number }
  /** `holder` null: it did not say who it is. */
  | { readonly code: 'data-dir-locked'; readonly dataDir: string; readonly holder: Holder | null }
  | { readonly code: 'data-dir-unwritable'; readonly dataDir: string; readonly detail: string }
  | { readonly code: 'import-invalid'; readonly problem: string }
  | { readonly code: 'collection-unreadable'; readonly fileName: string; readonly problem: string }
  | { readonly code: 'request-file-invalid'; readonly problem: string }
  | { readonly code: 'pasted-unreadable'; readonly what: 'curl command' | 'HAR' | 'text'; readonly problem: string }
  | { readonly code: 'file-unreadable'; readonly file: string; readonly detail: string }
  | { readonly code: 'file-exists'; readonly file: string }
  | { readonly code: 'file-no-room'; readonly file: string }
  | { readonly code: 'file-unwritable'; readonly file: string; readonly detail: string }
  /** Another program's file, or another program's database. */
  | { readonly code: 'not-a-history'; readonly file: string }
  | { readonly code: 'backup-refused'; readonly file: string; readonly problem: string }
  /** It was made, of a history in which `unreadable` rows cannot be read; `problems`: the first of them, in words. */
  | {
      readonly code: 'backup-unreadable';
      readonly file: string;
      readonly unreadable: number;
      readonly problems: readonly string[];
    }
  | { readonly code: 'settings-unreadable'; readonly movedTo: string; readonly problem: string }
  | { readonly code: 'invalid-input'; readonly field: string; readonly problem: string }
  | { readonly code: 'not-found'; readonly what: Thing };

export type FailureCode = Failure['code'];

export type Thing =
  | 'capture'
  | 'audit'
  | 'endpoint'
  | 'secret'
  | 'attempt'
  | 'collection'
  | 'collection item'
  | 'template';

/** The process that uses a data folder. */
export interface Holder {
  readonly host: 'electron' | 'web' | 'cli';
  readonly pid: number;
}

export type TargetProblem =
  | 'not-a-url'
  | 'not-http'
  | 'has-fragment'
  | 'has-credentials'
  | 'no-host'
  | 'bad-host'
  | 'bad-port';

export type UnreachableCause = 'refused' | 'name-not-found' | 'network' | 'reset' | 'tls' | 'not-tls';

/** Why a search for a cause or a recipe, or decoding a body, ended without an answer. `busy`: too many others are waiting already. */
export type SearchEnd = 'time' | 'memory' | 'fault' | 'busy' | 'closing';

/** Why a provider's public key is not here. */
export type KeyFetchCause =
  | 'forbidden'
  | 'foreign-host'
  | 'private-address'
  | 'name-not-found'
  | 'network'
  | 'timeout'
  | 'tls'
  | 'status'
  | 'too-large'
  | 'no-key'
  | 'certificate-dates'
  | 'certificate-name'
  | 'certificate-chain';

/** The user's words for a failure. */
export interface Explanation {
  /** What happened, one sentence. */
  readonly title: string;
  /** The one thing to do about it. */
  readonly hint: string;
}
