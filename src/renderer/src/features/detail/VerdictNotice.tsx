import type { CaptureDetail } from '../../../../core/capture.ts';
import type { Verdict } from '../../../../core/signature/verdict.ts';
import { verdictWords } from '../../../../core/signature/words.ts';
import { type AppContext, useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Button, InlineNotice, type Tone } from '../../ui/index.ts';
import { replay, showTab } from './actions.ts';
import type { DetailTab } from './detail-store.ts';
import { KeyActions, keyWords, useKeyPlace } from './KeyUnavailable.tsx';

export interface VerdictNoticeProps {
  readonly detail: CaptureDetail;
  /** undefined: not judged yet. */
  readonly verdict: Verdict | undefined;
  /** The pane it stands on, which its action must not lead to. */
  readonly on: 'overview' | 'signature';
}

/** The verdict as a sentence, and the one thing to do about it. */
export function VerdictNotice({ detail, verdict, on }: VerdictNoticeProps) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const secret = useEngine((app) => app.secrets.find((each) => each.id === verdict?.secretId)?.label);
  const lacksKey = verdict?.reason === 'key-unavailable' ? verdict.scheme : null;
  const place = useKeyPlace(detail, lacksKey);
  if (verdict === undefined) return <InlineNotice>This capture is being judged.</InlineNotice>;
  const words = verdictWords(verdict, secret ?? null);
  const scheme = schemes.find((each) => each.id === verdict.scheme)?.name ?? verdict.scheme;
  // The diagnosis below says better what to do than what is worth trying first in general.
  const isDiagnosed = on === 'signature' && verdict.reason === 'signature-mismatch';
  const hint = lacksKey !== null ? keyWords(place) : isDiagnosed ? '' : words.hint;
  const action = actionFor(context, detail, verdict);
  // The pane's heading already says "Failed: …" for the verdict that counts.
  const sameAsHeading = detail.verdicts[0]?.scheme === verdict.scheme && detail.verdicts[0]?.reason === verdict.reason;
  const leadsHere = on === 'signature' && action.tab === 'signature';
  return (
    <InlineNotice
      tone={verdict.warning === undefined ? tones[verdict.status] : 'warn'}
      title={
        <>
          {sameAsHeading ? words.sentence : words.label}
          {scheme === null ? null : <span className="verdict-scheme">{scheme}</span>}
        </>
      }
      actions={
        leadsHere || lacksKey !== null ? undefined : (
          <Button size="small" onPress={action.run}>
            {action.label}
          </Button>
        )
      }
    >
      {sameAsHeading ? hint : `${words.sentence} ${hint}`}
      {lacksKey === null ? null : <KeyActions detail={detail} scheme={lacksKey} place={place} />}
    </InlineNotice>
  );
}

const tones: Record<Verdict['status'], Tone> = { verified: 'ok', failed: 'fail', unchecked: 'neutral' };

interface Action {
  readonly label: string;
  /** The tab it leads to, where it only leads to one. */
  readonly tab?: DetailTab;
  readonly run: () => void;
}

function actionFor(context: AppContext, { id, endpointId }: CaptureDetail, verdict: Verdict): Action {
  const dialogs = context.stores.dialogs.getState();
  const seeSignature: Action = { label: 'See signature', tab: 'signature', run: () => showTab(context, 'signature') };
  switch (verdict.reason) {
    case 'no-secret':
      return { label: 'Add secret', run: () => dialogs.openSecrets(endpointId, verdict.scheme) };
    case 'signature-mismatch':
      return { label: 'Check the secret', run: () => dialogs.openSecrets(endpointId, verdict.scheme) };
    case 'invalid-secret':
    case 'secret-locked':
      return { label: 'Open secrets', run: () => dialogs.openSecrets(endpointId, verdict.scheme) };
    case 'no-public-url':
      return { label: 'Enter public URL', run: () => dialogs.openEndpoint(endpointId, 'general') };
    case 'no-scheme':
      return { label: 'Choose scheme', tab: 'signature', run: () => showTab(context, 'signature') };
    case 'stale-timestamp':
      return { label: 'Replay re-signed', run: () => void replay(context, id, 'resigned') };
    case 'body-incomplete':
      return { label: 'Open settings', run: () => context.stores.navigation.getState().go('settings') };
    default:
      return seeSignature;
  }
}
