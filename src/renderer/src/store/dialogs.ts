import { createStore } from 'zustand/vanilla';
import type { CaptureId } from '../../../core/capture.ts';
import type { CheckedRequest } from '../../../core/contract.ts';

export type EndpointTab = 'secrets' | 'general' | 'replies';

/** What is asked for a reply, in this order. */
export type ReplyStep = 'handshakes' | 'rules' | 'forward' | 'default';

/** `endpointId`: the endpoint a new scheme is made for; `like`: the scheme it starts as a copy of. */
export type SchemesPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'new'; readonly endpointId: string | null; readonly like: string | null }
  | { readonly kind: 'edit'; readonly schemeId: string };

/** What a search for an unknown scheme begins with; the user adds to it. */
export interface DiscoverStart {
  readonly captureIds: readonly CaptureId[];
  /** A pasted request that is nowhere stored. */
  readonly request?: CheckedRequest;
}

export type OpenDialog =
  | { readonly kind: 'palette' }
  | { readonly kind: 'shortcuts' }
  /** `endpointId` null: a new endpoint. */
  | {
      readonly kind: 'endpoints';
      readonly endpointId: string | null;
      readonly tab: EndpointTab;
      readonly step: ReplyStep;
      /** The scheme that a new secret is chosen for at first; null: the endpoint's own. */
      readonly secretFor: string | null;
    }
  | { readonly kind: 'schemes'; readonly page: SchemesPage }
  | { readonly kind: 'discover'; readonly start: DiscoverStart };

export interface DialogsState {
  /** One at a time: opening another one closes the first. */
  readonly open: OpenDialog | null;
  openPalette(): void;
  openShortcuts(): void;
  openEndpoint(endpointId: string, tab?: EndpointTab): void;
  /** One of the endpoint's ways to answer. */
  openReplies(endpointId: string, step: ReplyStep): void;
  openNewEndpoint(): void;
  /**
   * Where an endpoint's secrets are added and corrected; from a verdict "Not checked: no secret", for one, which is about
   * a scheme: a secret for any scheme would be tried on every other provider's requests too.
   */
  openSecrets(endpointId: string, secretFor?: string | null): void;
  /** The user's own schemes. */
  openSchemes(): void;
  openScheme(schemeId: string): void;
  openNewScheme(endpointId: string | null, like?: string | null): void;
  /** The search for the scheme of requests that none is known for. */
  openDiscover(start: DiscoverStart): void;
  close(): void;
}

/** The dialogs that any feature may open. A dialog that only its own feature opens is that feature's state. */
export function createDialogsStore() {
  return createStore<DialogsState>()((set) => ({
    open: null,
    openPalette: () => set({ open: { kind: 'palette' } }),
    openShortcuts: () => set({ open: { kind: 'shortcuts' } }),
    openEndpoint: (endpointId, tab = 'general') => set({ open: endpoints(endpointId, tab) }),
    openReplies: (endpointId, step) => set({ open: endpoints(endpointId, 'replies', step) }),
    openNewEndpoint: () => set({ open: endpoints(null, 'general') }),
    openSecrets: (endpointId, secretFor = null) => set({ open: { ...endpoints(endpointId, 'secrets'), secretFor } }),
    openSchemes: () => set({ open: { kind: 'schemes', page: { kind: 'list' } } }),
    openScheme: (schemeId) => set({ open: { kind: 'schemes', page: { kind: 'edit', schemeId } } }),
    openNewScheme: (endpointId, like = null) =>
      set({ open: { kind: 'schemes', page: { kind: 'new', endpointId, like } } }),
    openDiscover: (start) => set({ open: { kind: 'discover', start } }),
    close: () => set({ open: null }),
  }));
}

function endpoints(endpointId: string | null, tab: EndpointTab, step: ReplyStep = 'rules') {
  return { kind: 'endpoints' as const, endpointId, tab, step, secretFor: null };
}
