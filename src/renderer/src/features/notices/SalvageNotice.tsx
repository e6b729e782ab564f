import { ProgressBar } from 'react-aria-components';
import { type SalvageState, salvageWords } from '../../../../core/salvage.ts';
import { useBridge } from '../../store/context.tsx';
import { InlineNotice } from '../../ui/index.ts';

/** What is being brought over from a damaged history, and what came of it. Nobody has to wait for it or do anything. */
export function SalvageNotice({ salvage }: { readonly salvage: SalvageState }) {
  const bridge = useBridge();
  const { title, hint } = salvageWords(salvage);
  const { stage, failure } = salvage;
  const isUnderWay = stage === 'reading' || stage === 'copying';
  // On a full disk it goes on by itself.
  const canDismiss = stage === 'done' || (stage === 'waiting' && failure?.code !== 'storage-full');
  return (
    <InlineNotice
      tone={toneOf(salvage)}
      title={title}
      isAnnounced={!isUnderWay}
      {...(canDismiss ? { onDismiss: () => void bridge.call('salvage.dismiss', null) } : {})}
    >
      {hint}
      {isUnderWay ? <Progress salvage={salvage} /> : null}
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
