import { type RefObject, useEffect, useRef } from 'react';
import { type AppContext, useApp } from '../store/context.tsx';

/** The chord of what an open pane is there for, shown on the button that does the same. */
export const SUBMIT_CHORD = 'mod+enter';

/** What of an element counts here; tests hand in plain objects. */
export interface Place {
  contains(other: Place | null): boolean;
}

/** A pane with one thing to do, such as to send: a command does it, so that it works wherever the focus is. */
export interface SubmitPane {
  readonly kind: 'draft' | 'audit' | 'check';
  /** The outermost one of the pane. */
  readonly element: Place;
  readonly isReady: () => boolean;
  readonly submit: () => void;
}

const panes = new WeakMap<AppContext, readonly SubmitPane[]>();

/** Returns what closes it. */
export function openPane(context: AppContext, pane: SubmitPane): () => void {
  panes.set(context, [...(panes.get(context) ?? []), pane]);
  return () => {
    const open = panes.get(context) ?? [];
    panes.set(
      context,
      open.filter((each) => each !== pane),
    );
  };
}

/**
 * The pane that the chord is meant for: the innermost one around the focus. With the focus elsewhere, the one opened last,
 * but none inside another: who is not in the further panels of a draft means the draft.
 */
export function submitPane(context: AppContext, focus: Place | null): SubmitPane | null {
  const open = panes.get(context) ?? [];
  const around = open.filter(({ element }) => element.contains(focus));
  const innermost = around.find(({ element }) => around.every((other) => other.element.contains(element)));
  if (innermost !== undefined) return innermost;
  const isInside = (pane: SubmitPane) => open.some((each) => each !== pane && each.element.contains(pane.element));
  return open.findLast((pane) => !isInside(pane)) ?? null;
}

/** That pane, where it is of this kind and has what it needs; for the conditions of commands. */
export function readyPane(context: AppContext, kind: SubmitPane['kind']): SubmitPane | null {
  const pane = submitPane(context, document.activeElement);
  return pane?.kind === kind && pane.isReady() ? pane : null;
}

export interface SubmitPaneProps {
  readonly kind: SubmitPane['kind'];
  readonly submit: () => void;
  /** Absent: always. */
  readonly isReady?: boolean;
}

/** Keeps a pane open for the chord as long as the component is there. The ref goes on the pane's outermost element. */
export function useSubmitPane<E extends Element>({
  kind,
  submit,
  isReady = true,
}: SubmitPaneProps): RefObject<E | null> {
  const context = useApp();
  const ref = useRef<E>(null);
  const latest = useRef({ submit, isReady });
  latest.current = { submit, isReady };
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    return openPane(context, {
      kind,
      element,
      isReady: () => latest.current.isReady,
      submit: () => latest.current.submit(),
    });
  }, [context, kind]);
  return ref;
}
