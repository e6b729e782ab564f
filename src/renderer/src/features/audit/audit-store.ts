import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AuditOrder, AuditReport, CheckId, CheckReport } from '../../../../core/audit/audit.ts';
import type { Draft, Signing } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { type AppContext, useApp } from '../../store/context.tsx';

/** What is audited and how, as it stands in the fields. */
export interface AuditForm {
  /** null: the target of replays. */
  readonly target: string | null;
  /** null: not chosen yet. `ANY_SECRET` is resolved when it is used. */
  readonly signing: Signing | null;
  /** Whose secrets come first; null: every endpoint's alike. */
  readonly endpointId: string | null;
  readonly requestFrom: AuditOrder['requestFrom'];
  readonly duplicates: 'accept' | 'reject';
  /** Seconds as typed; empty: the provider's. */
  readonly deadline: string;
  readonly timing: boolean;
  /** Empty: not known. */
  readonly verifyToken: string;
}

export const emptyForm: AuditForm = {
  target: null,
  signing: null,
  endpointId: null,
  requestFrom: null,
  duplicates: 'accept',
  deadline: '',
  timing: false,
  verifyToken: '',
};

/** An audit under way. */
export interface RunningAudit {
  readonly order: AuditOrder;
  /** In the order in which they were done. */
  readonly checks: readonly CheckReport[];
  readonly done: number;
  /** 0 until the first progress. */
  readonly total: number;
  /** Requests. */
  readonly sent: number;
  readonly isCancelling: boolean;
}

export interface EndedAudit {
  readonly order: AuditOrder;
  readonly report: AuditReport;
}

/** One exchange of the report: `index` among its check's. */
export interface ExchangePlace {
  readonly run: string;
  readonly check: CheckId;
  readonly index: number;
}

export interface AuditState {
  readonly form: AuditForm;
  readonly running: RunningAudit | null;
  readonly ended: EndedAudit | null;
  /** The last audit of another run that came to its end, to compare with. */
  readonly before: EndedAudit | null;
  /** Why the last one did not take place. */
  readonly failed: { readonly order: AuditOrder; readonly failure: Failure } | null;
  /** The exchange that is shown under the report. */
  readonly selected: ExchangePlace | null;
  /** A request of the report that is being edited, in place of the report. */
  readonly draft: { readonly title: string; readonly draft: Draft } | null;
}

const stores = new WeakMap<AppContext, StoreApi<AuditState>>();

/** Kept while another view is shown; gone with the page. */
export function auditStore(context: AppContext): StoreApi<AuditState> {
  let store = stores.get(context);
  if (store === undefined) {
    store = createStore<AuditState>()(() => ({
      form: emptyForm,
      running: null,
      ended: null,
      before: null,
      failed: null,
      selected: null,
      draft: null,
    }));
    stores.set(context, store);
  }
  return store;
}

export function useAudit<T>(select: (state: AuditState) => T): T {
  return useStore(auditStore(useApp()), select);
}
