import type { CaptureDetail } from '../../../../core/capture.ts';
import { damagedBytesWords } from '../../../../core/integrity.ts';
import { CopyButton, InlineNotice } from '../../ui/index.ts';

const BACKUP_COMMAND = 'hookproof backup history-backup.db';

/** Beside the actions: what is shown, sent again or saved is not what arrived. */
export function DamagedNotice({ detail }: { readonly detail: CaptureDetail | null }) {
  if (detail === null || detail.rawIntact) return null;
  return (
    <div className="detail-notice">
      <InlineNotice
        tone="fail"
        title={damagedBytesWords.title}
        actions={
          <CopyButton text={BACKUP_COMMAND} label="Copy the backup command" variant="plain">
            Copy the command
          </CopyButton>
        }
      >
        <p>
          {damagedBytesWords.hint} Replays and downloads have the changed bytes. More may be damaged: back the history
          up now with <code>{BACKUP_COMMAND}</code>. An older backup may have the bytes that arrived.
        </p>
      </InlineNotice>
    </div>
  );
}
