import type { CaptureSummary } from '../../../../core/capture.ts';
import { useApp } from '../../store/context.tsx';
import { Button, formatBytes, InlineNotice } from '../../ui/index.ts';
import { settingNames, settingOfRefusal } from '../header/index.ts';

/** Beside the actions: why it was refused, and that what is sent again is not what the sender meant to send. */
export function IncompleteNotice({ row }: { readonly row: CaptureSummary }) {
  const { navigation } = useApp().stores;
  if (row.kind === 'malformed' || (row.completeness === 'complete' && row.malformed === null)) return null;
  const setting = settingOfRefusal(row.malformed?.code ?? '');
  const actions =
    setting === null ? undefined : (
      <Button size="small" onPress={() => navigation.getState().openSettings(setting)}>
        Change {settingNames[setting]}
      </Button>
    );
  return (
    <div className="detail-notice">
      <InlineNotice tone="warn" {...(actions === undefined ? {} : { actions })}>
        {row.malformed?.message} {kept(row)}
      </InlineNotice>
    </div>
  );
}

function kept({ completeness, bodyBytes }: CaptureSummary): string {
  if (completeness === 'complete') return '';
  if (completeness === 'truncated')
    return `Replays send only the ${formatBytes(bodyBytes)} of the body that were kept.`;
  return `Replays send only the ${formatBytes(bodyBytes)} of the body that came.`;
}
