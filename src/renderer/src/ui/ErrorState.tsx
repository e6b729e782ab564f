import type { ReactNode } from 'react';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import { Button } from './Button.tsx';
import { InlineNotice } from './InlineNotice.tsx';

export interface ErrorStateProps {
  readonly failure: Failure;
  readonly onRetry?: () => void;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

/** An expected failure in the user's words: what happened and the one thing to do. */
export function ErrorState({ failure, onRetry, actions, onDismiss }: ErrorStateProps) {
  const { title, hint } = explain(failure);
  return (
    <InlineNotice
      tone="fail"
      title={title}
      actions={
        <>
          {actions}
          {onRetry === undefined ? null : (
            <Button size="small" onPress={onRetry}>
              Try again
            </Button>
          )}
        </>
      }
      {...(onDismiss === undefined ? {} : { onDismiss })}
    >
      {hint}
    </InlineNotice>
  );
}
