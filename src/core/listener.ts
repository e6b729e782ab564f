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
