import type { CaptureId } from '../../../../core/capture.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { AppContext } from '../../store/context.tsx';
import { sendConfirmed } from '../sending/index.ts';
import { type DetailTab, detailStore } from './detail-store.ts';

/** What the detail pane's buttons and the commands do. Outcomes are in the store, where the pane shows them. */

export function showTab(context: AppContext, tab: DetailTab): void {
  detailStore(context).setState({ tab });
}

function shownTarget(context: AppContext): string {
  const { typedTarget } = detailStore(context).getState();
  return typedTarget?.trim() ?? context.stores.appState.getState().app?.settings.send.target ?? '';
}

export async function replay(context: AppContext, captureId: CaptureId, mode: 'exact' | 'resigned'): Promise<void> {
  const store = detailStore(context);
  if (store.getState().busy !== null) return;
  const { bridge } = context;
  const url = shownTarget(context);
  store.setState({ busy: { captureId, action: mode }, failure: null });
  try {
    let signing: Draft['signing'] = null;
    if (mode === 'resigned') {
      const draft = await bridge.call('captures.draft', { id: captureId, target: url, resign: true });
      if (!draft.ok) return fail(context, captureId, draft.failure);
      signing = draft.value.signing;
    }
    const sent = await sendConfirmed(context, () => bridge.call('send.replay', { captureId, url, signing }));
    if (sent === null) return;
    if (!sent.ok) return fail(context, captureId, sent.failure);
    store.setState({ tab: 'attempts', openAttempt: sent.value.id });
  } finally {
    store.setState({ busy: null });
  }
}

/** Opens the editor on the capture, with the edits made before if there are any. */
export async function editAndReplay(context: AppContext, captureId: CaptureId): Promise<void> {
  const store = detailStore(context);
  context.stores.captures.getState().stopFollowing();
  if (!store.getState().drafts.has(captureId)) {
    store.setState({ busy: { captureId, action: 'edit' }, failure: null });
    try {
      const draft = await draftOf(context, captureId);
      if (draft === null) return;
      setDraft(context, captureId, draft);
    } finally {
      store.setState({ busy: null });
    }
  }
  store.setState(({ editing }) => ({
    editing: new Set(editing).add(captureId),
    // Whoever has gone on to another capture meanwhile keeps the focus where it is.
    focusEditorOf: context.stores.captures.getState().selectedId === captureId ? captureId : null,
  }));
}

/** The capture as a draft, re-signed where there is a secret for it; null when it cannot be one, which is then shown. */
export async function draftOf(context: AppContext, captureId: CaptureId): Promise<Draft | null> {
  const { bridge } = context;
  const target = shownTarget(context);
  const resigned = await bridge.call('captures.draft', { id: captureId, target, resign: true });
  if (resigned.ok) return resigned.value;
  // No secret or no scheme to sign with: the draft then carries the signature it came with.
  const asCaptured = await bridge.call('captures.draft', { id: captureId, target, resign: false });
  if (asCaptured.ok) return asCaptured.value;
  fail(context, captureId, asCaptured.failure);
  return null;
}

export function setDraft(context: AppContext, captureId: CaptureId, draft: Draft): void {
  detailStore(context).setState(({ drafts }) => ({ drafts: new Map(drafts).set(captureId, draft) }));
}

/** Back to the capture. What was edited stays, for the next "Edit and replay". */
export function closeEditor(context: AppContext, captureId: CaptureId): void {
  detailStore(context).setState(({ editing }) => {
    const rest = new Set(editing);
    rest.delete(captureId);
    return { editing: rest };
  });
}

/** Forgets the edits: the next "Edit and replay" begins from the capture again. */
export function discardDraft(context: AppContext, captureId: CaptureId): void {
  closeEditor(context, captureId);
  detailStore(context).setState(({ drafts }) => {
    const rest = new Map(drafts);
    rest.delete(captureId);
    return { drafts: rest };
  });
}

export function dismissFailure(context: AppContext): void {
  detailStore(context).setState({ failure: null });
}

function fail(context: AppContext, captureId: CaptureId, failure: Failure): void {
  detailStore(context).setState({ failure: { captureId, failure } });
}
