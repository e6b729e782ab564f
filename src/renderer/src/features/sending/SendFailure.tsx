import { CATCH_ALL_ENDPOINT_ID } from '../../../../core/endpoint.ts';
import type { Failure } from '../../../../core/failure.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { Button, ErrorState } from '../../ui/index.ts';

export interface SendFailureProps {
  readonly failure: Failure;
  /** Whose secrets would sign. */
  readonly endpointId: string | null;
  readonly onDismiss?: () => void;
  /** Does again what failed. */
  readonly onRetry?: () => void;
}

/** Why a sending or signing did not happen, with the one thing that would help. */
export function SendFailure({ failure, endpointId, onDismiss, onRetry }: SendFailureProps) {
  const { stores, bridge } = useApp();
  const verifyTls = useEngine((app) => app.settings.send.verifyTls);
  const openSecrets = () => stores.dialogs.getState().openSecrets(endpointId ?? CATCH_ALL_ENDPOINT_ID);
  const turnTlsOff = async () => {
    const done = await bridge.call('settings.update', { patch: { send: { verifyTls: false } } });
    if (done.ok) onRetry?.();
    else stores.toasts.showFailure(done.failure);
  };
  let action = null;
  if (failure.code === 'secret-missing') action = { label: 'Add secret', run: openSecrets };
  if (failure.code === 'secret-invalid' || failure.code === 'secret-locked')
    action = { label: 'Open secrets', run: openSecrets };
  if (failure.code === 'target-unreachable' && failure.cause === 'tls' && verifyTls) {
    action = { label: 'Send without verifying', run: () => void turnTlsOff() };
  }
  return (
    <ErrorState
      failure={failure}
      {...(onDismiss === undefined ? {} : { onDismiss })}
      {...(action === null && onRetry !== undefined ? { onRetry } : {})}
      actions={
        action === null ? undefined : (
          <Button size="small" onPress={action.run}>
            {action.label}
          </Button>
        )
      }
    />
  );
}
