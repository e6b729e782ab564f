import { lazy, Suspense } from 'react';
import { useDialogs } from '../../store/context.tsx';
import { Dialog, LeaveGuard, Spinner, useLeaveGuard } from '../../ui/index.ts';
import './schemes.css';

/** Brings the recipe's schema along, which nothing else on the screen needs at the start. */
const SchemesContent = lazy(() =>
  import('./SchemesContent.tsx').then((module) => ({ default: module.SchemesContent })),
);

/** The user's own schemes: the list, and the form of one. Asks before it leaves a form with changes. */
export function SchemesDialog() {
  const page = useDialogs((state) => (state.open?.kind === 'schemes' ? state.open.page : null));
  const close = useDialogs((state) => state.close);
  const guard = useLeaveGuard();
  return (
    <Dialog title="Your schemes" isOpen={page !== null} onClose={() => guard.leave(close)} size="large">
      <LeaveGuard guard={guard} lost="What you changed in this scheme since it was last saved is lost.">
        {page === null ? null : (
          <Suspense
            fallback={
              <div className="schemes schemes-wait">
                <Spinner label="Opening…" />
              </div>
            }
          >
            <SchemesContent page={page} />
          </Suspense>
        )}
      </LeaveGuard>
    </Dialog>
  );
}
