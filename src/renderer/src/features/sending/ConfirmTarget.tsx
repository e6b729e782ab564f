import { useStore } from 'zustand';
import { useApp } from '../../store/context.tsx';
import { ConfirmDialog, HostileText } from '../../ui/index.ts';
import { sendingStore } from './sending-store.ts';

/** Asks before the first sending to an origin that is not this machine. Stands once in the frame, whatever sends. */
export function ConfirmTarget() {
  const question = useStore(sendingStore(useApp()), (state) => state.question);
  return (
    <ConfirmDialog
      isOpen={question !== null}
      title="Send to another machine?"
      confirmLabel="Send there"
      isDangerous
      onConfirm={() => question?.answer(true)}
      onClose={() => question?.answer(false)}
    >
      {question === null ? null : (
        <>
          <p>
            <strong className="mono">
              <HostileText>{question.origin}</HostileText>
            </strong>{' '}
            is not this machine{question.address === null ? '' : ` (its address is ${question.address})`}. The request
            may hold credentials and personal data.
          </p>
          <p>You are asked once per target.</p>
        </>
      )}
    </ConfirmDialog>
  );
}
