import { ProgressBar } from 'react-aria-components';
import { type SalvageState, salvageWords } from '../../../../core/salvage.ts';
import { useBridge } from '../../store/context.tsx';
import { InlineNotice } from '../../ui/index.ts';

/** What is being brought over from a damaged history, and what came of it. Nobody has to wait for it or do anything. */
export function SalvageNotice({ salvage }: { readonly salvage: SalvageState }) {
  const bridge = useBridge();
  const { title, hint } = salvageWords(salvage);
  const isDone = salvage.stage === 'done';
  return (
    <InlineNotice
      tone={toneOf(salvage)}
      title={title}
      isAnnounced={isDone || salvage.stage === 'waiting'}
      {...(isDone ? { onDismiss: () => void bridge.call('salvage.dismiss', null) } : {})}
    >
      {hint}
      {isDone ? null : <Progress salvage={salvage} />}
    </InlineNotice>
  );
}

function toneOf({ stage, good, mismatched, unreadable }: SalvageState): 'accent' | 'ok' | 'warn' {
  if (stage === 'reading' || stage === 'copying') return 'accent';
  return stage === 'done' && good > 0 && mismatched + unreadable === 0 ? 'ok' : 'warn';
}

function Progress({ salvage: { total, good, mismatched, unreadable } }: { readonly salvage: SalvageState }) {
  return (
    <ProgressBar
      className="salvage-progress"
      aria-label="Captures brought over"
      value={good + mismatched + unreadable}
      maxValue={total ?? 1}
      isIndeterminate={total === null}
    >
      {({ percentage = 0 }) => <span className="salvage-progress-done" style={{ width: `${percentage}%` }} />}
    </ProgressBar>
  );
}
