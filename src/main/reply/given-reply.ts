import type { EndpointReply } from '../../core/endpoint.ts';
import type { ReplyBehaviour } from './chosen-reply.ts';

/** What the listener is given for a sender. */
export interface GivenReply extends EndpointReply {
  /** Absent: at once. */
  readonly behaviour?: ReplyBehaviour;
  /** To be told when it is handed to the socket; never where it is not. */
  readonly sent?: () => void;
  /** The request is not in the history: its sender is told to come again. */
  readonly isUnstored?: true;
}
