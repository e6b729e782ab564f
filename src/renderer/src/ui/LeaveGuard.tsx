import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { ConfirmDialog } from './ConfirmDialog.tsx';

/** Knows which forms hold what is not saved, and asks before they are left. */
export interface Guard {
  /** Runs it, at once or when the user has agreed to lose their changes. */
  readonly leave: (go: () => void) => void;
  readonly hold: (form: string, isChanged: boolean) => void;
  readonly leaving: { readonly go: () => void } | null;
  readonly stay: () => void;
}

const Context = createContext<Pick<Guard, 'leave' | 'hold'> | null>(null);

/** For what holds the forms, such as a dialog: its own way out goes through `leave`, its content into `LeaveGuard`. */
export function useLeaveGuard(): Guard {
  const changed = useRef(new Set<string>());
  const [leaving, setLeaving] = useState<Guard['leaving']>(null);
  const leave = useCallback((go: () => void) => {
    // Once the focus is on what was pressed, to which it comes back: from a field that goes away it would fall to nowhere.
    if (changed.current.size > 0) requestAnimationFrame(() => setLeaving({ go }));
    else go();
  }, []);
  const hold = useCallback((form: string, isChanged: boolean) => {
    if (isChanged) changed.current.add(form);
    else changed.current.delete(form);
  }, []);
  const stay = useCallback(() => setLeaving(null), []);
  return { leave, hold, leaving, stay };
}

export interface LeaveGuardProps {
  readonly guard: Guard;
  /** What is lost, as a sentence. */
  readonly lost: string;
  readonly children: ReactNode;
}

export function LeaveGuard({ guard, lost, children }: LeaveGuardProps) {
  const { leave, hold, leaving, stay } = guard;
  const value = useMemo(() => ({ leave, hold }), [leave, hold]);
  return (
    <Context value={value}>
      {children}
      <ConfirmDialog
        isOpen={leaving !== null}
        title="Leave without saving?"
        confirmLabel="Discard changes"
        isDangerous
        onConfirm={() => leaving?.go()}
        onClose={stay}
      >
        <p>{lost}</p>
      </ConfirmDialog>
    </Context>
  );
}

/** `leave` of the guard around. */
export function useLeave(): Guard['leave'] {
  return useGuard().leave;
}

/** Says whether the form it is called in holds what would be lost. What is being saved is not. */
export function useUnsaved(isChanged: boolean): void {
  const { hold } = useGuard();
  const form = useId();
  useEffect(() => {
    hold(form, isChanged);
    return () => hold(form, false);
  }, [hold, form, isChanged]);
}

function useGuard(): Pick<Guard, 'leave' | 'hold'> {
  const guard = useContext(Context);
  if (guard === null) throw new Error('a form that can be left unsaved stands outside LeaveGuard');
  return guard;
}
