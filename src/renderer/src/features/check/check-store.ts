import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CheckedRequest, CheckOutcome } from '../../../../core/contract.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { Result } from '../../../../core/result.ts';
import { type AppContext, useApp } from '../../store/context.tsx';

/** What the user has given to check, as it stands in the fields. */
export interface CheckForm {
  readonly method: string;
  readonly url: string;
  /** `Name: value`, one a line. */
  readonly headers: string;
  readonly body: Uint8Array;
  /** null: detected. */
  readonly scheme: string | null;
  /** As typed: a date, or seconds or milliseconds since 1970; empty: now. */
  readonly receivedAt: string;
  readonly secretFrom: 'pasted' | 'stored';
  readonly pastedSecret: string;
  /** The id of a stored secret; null: every one. */
  readonly storedSecret: string | null;
}

export const emptyForm: CheckForm = {
  method: 'POST',
  url: '',
  headers: '',
  body: new Uint8Array(),
  scheme: null,
  receivedAt: '',
  secretFrom: 'pasted',
  pastedSecret: '',
  storedSecret: null,
};

export interface CheckState {
  readonly form: CheckForm;
  /** The text of the box that recognises what is pasted. */
  readonly pasted: string;
  /** Which of several pasted requests is in the fields. */
  readonly entry: number;
  /** The name of the check that is under way. */
  readonly run: string | null;
  /** The last answer, and the form it is of. */
  readonly checked: {
    readonly form: CheckForm;
    readonly request: CheckedRequest;
    /** Whether the search for the cause had more time than usual. */
    readonly longer: boolean;
    readonly result: Result<CheckOutcome, Failure>;
  } | null;
}

const stores = new WeakMap<AppContext, StoreApi<CheckState>>();

/** Kept while another view is shown; gone with the page, pasted secrets with it. */
export function checkStore(context: AppContext): StoreApi<CheckState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<CheckState>()(() => ({ form: emptyForm, pasted: '', entry: 0, run: null, checked: null }));
    stores.set(context, store);
  }
  return store;
}

export function useCheck<T>(select: (state: CheckState) => T): T {
  return useStore(checkStore(useApp()), select);
}
