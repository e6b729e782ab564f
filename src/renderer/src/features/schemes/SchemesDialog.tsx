import { lazy, Suspense, useCallback, useRef, useState } from 'react';
import { useDialogs } from '../../store/context.tsx';
import { ConfirmDialog, Dialog, Spinner } from '../../ui/index.ts';
import './schemes.css';

/** Brings the recipe's schema along, which nothing else on the screen needs at the start. */
const SchemesContent = lazy(() =>
  import('./SchemesContent.tsx').then((module) => ({ default: module.SchemesContent })),
);

/** The user's own schemes: the list, and the form of one. Asks before it leaves a form with changes. */
export function SchemesDialog() {
  const page = useDialogs((state) => (state.open?.kind === 'schemes' ? state.open.page : null));
  const close = useDialogs((state) => state.close);
  const changed = useRef(false);
  const [leaving, setLeaving] = useState<{ readonly go: () => void } | null>(null);
  const leave = useCallback((go: () => void) => {
    if (changed.current) setLeaving({ go });
    else go();
  }, []);
  const onChanged = useCallback((isChanged: boolean) => {
    changed.current = isChanged;
  }, []);
  return (
    <Dialog title="Your schemes" isOpen={page !== null} onClose={() => leave(close)} size="large">
      {page === null ? null : (
        <Suspense
          fallback={
            <div className="schemes schemes-wait">
              <Spinner label="Opening…" />
            </div>
          }
        >
          <SchemesContent page={page} leave={leave} onChanged={onChanged} />
        </Suspense>
      )}
      <ConfirmDialog
        isOpen={leaving !== null}
        title="Leave without saving?"
        confirmLabel="Discard changes"
        isDangerous
        onConfirm={() => {
          changed.current = false;
          leaving?.go();
        }}
        onClose={() => setLeaving(null)}
      >
        <p>What you changed in this scheme since it was last saved is lost.</p>
      </ConfirmDialog>
    </Dialog>
  );
}
