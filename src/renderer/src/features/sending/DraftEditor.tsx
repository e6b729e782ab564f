import { FolderPlus } from 'lucide-react';
import { type ReactNode, type Ref, useMemo, useState } from 'react';
import type { AttemptDetail, AttemptOrigin } from '../../../../core/attempt.ts';
import type { Draft } from '../../../../core/draft/draft.ts';
import type { Failure } from '../../../../core/failure.ts';
import { useSubmitPane } from '../../commands/submit-pane.ts';
import { useApp, useAppState, useEngine } from '../../store/context.tsx';
import { Badge, Button, CopyButton, SplitPane, Tabs } from '../../ui/index.ts';
import { AttemptPanel } from './AttemptPanel.tsx';
import { curlOf } from './curl-of.ts';
import { DraftBody } from './DraftBody.tsx';
import { choose, useChoices } from './deliver/choices.ts';
import { DeliverButton } from './deliver/DeliverButton.tsx';
import { DeliverPanel } from './deliver/DeliverPanel.tsx';
import { HeaderRows } from './HeaderRows.tsx';
import { MethodAndUrl } from './MethodAndUrl.tsx';
import { missingSecret, withFittingSecret } from './resolve-secret.ts';
import { nameOfDraft, SaveToCollection } from './SaveToCollection.tsx';
import { SendFailure } from './SendFailure.tsx';
import { SentAs } from './SentAs.tsx';
import { SigningFields } from './SigningFields.tsx';
import { sendConfirmed } from './sending-store.ts';
import './sending.css';

export interface DraftEditorProps {
  /** Names the stored height of the result. */
  readonly id: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly origin: AttemptOrigin;
  /** Whose secrets come first; null: every endpoint's alike. */
  readonly endpointId: string | null;
  /** Name that saving begins with. */
  readonly name?: string;
  /** In front of the actions: back, save changes. */
  readonly actions?: ReactNode;
  /** Where saving as a new request is not the main way of saving. */
  readonly hideSave?: boolean;
  /** The field that the focus begins in: the first one that is worth editing and always there. */
  readonly urlRef?: Ref<HTMLInputElement>;
}

type DraftTab = 'body' | 'headers' | 'signing' | 'sent-as';

/** An unsent request to edit, sign and send, and under it what came of the last sending. */
export function DraftEditor({
  id,
  draft: given,
  onChange,
  origin,
  endpointId,
  name,
  actions,
  hideSave = false,
  urlRef,
}: DraftEditorProps) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const [tab, setTab] = useState<string>('body' satisfies DraftTab);
  const [sending, setSending] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [attempt, setAttempt] = useState<AttemptDetail | null>(null);
  const secrets = useEngine((app) => app.secrets);
  const draft = useMemo(() => withFittingSecret(given, secrets, endpointId), [given, secrets, endpointId]);
  const { signing } = draft;
  const { isOpen: isDelivering } = useChoices(id);

  const send = async () => {
    if (sending) return;
    const missing = missingSecret(draft);
    setFailure(missing);
    if (missing !== null) return;
    setSending(true);
    choose(context, id, { isOpen: false });
    try {
      const result = await sendConfirmed(context, () => context.bridge.call('send.draft', { draft, origin }));
      if (result === null) return;
      if (result.ok) setAttempt(result.value);
      else setFailure(result.failure);
    } finally {
      setSending(false);
    }
  };
  const pane = useSubmitPane<HTMLDivElement>({ kind: 'draft', submit: () => void send() });
  const copyCurl = async (): Promise<string | null> => {
    const curl = await curlOf(context.bridge, draft);
    if (curl.ok) return curl.value;
    setFailure(curl.failure);
    return null;
  };

  const editor = (
    <div className="draft-editor">
      <MethodAndUrl
        draft={draft}
        onChange={onChange}
        isSending={sending}
        onSend={() => void send()}
        actions={<DeliverButton editor={id} draft={draft} />}
        {...(urlRef === undefined ? {} : { urlRef })}
      />
      {failure === null ? null : (
        <SendFailure
          failure={failure}
          endpointId={endpointId}
          onDismiss={() => setFailure(null)}
          onRetry={() => void send()}
        />
      )}
      <Tabs
        label="Parts of the request"
        selected={tab}
        onChange={setTab}
        className="draft-tabs"
        tabs={[
          {
            id: 'body',
            label: 'Body',
            content: () => <DraftBody draft={draft} onChange={onChange} />,
          },
          {
            id: 'headers',
            label: 'Headers',
            badge: <Badge>{draft.headers.length}</Badge>,
            content: () => (
              <HeaderRows headers={draft.headers} onChange={(headers) => onChange({ ...draft, headers })} />
            ),
          },
          {
            id: 'signing',
            label: 'Signing',
            badge: (
              <Badge tone={signing === null ? 'neutral' : 'accent'}>
                {signing === null
                  ? 'none'
                  : (schemes.find((each) => each.id === signing.scheme)?.name ?? signing.scheme)}
              </Badge>
            ),
            content: () => <SigningFields draft={draft} onChange={onChange} endpointId={endpointId} />,
          },
          { id: 'sent-as', label: 'Sent as', content: () => <SentAs draft={draft} endpointId={endpointId} /> },
        ]}
        end={
          <div className="draft-actions">
            {actions}
            <CopyButton text={copyCurl} label="Copy as curl, signed now">
              Copy as curl
            </CopyButton>
            {hideSave ? null : (
              <Button size="small" variant="quiet" icon={<FolderPlus size={13} />} onPress={() => setSaving(true)}>
                Save to collection
              </Button>
            )}
          </div>
        }
      />
      {saving ? (
        <SaveToCollection draft={draft} suggestedName={name ?? nameOfDraft(draft)} onClose={() => setSaving(false)} />
      ) : null}
    </div>
  );

  return (
    <div className="draft" ref={pane}>
      <SplitPane
        id={`draft-${id}`}
        label="Height of the request"
        orientation="vertical"
        firstSize={52}
        firstMin={180}
        secondMin={140}
        first={editor}
        second={
          isDelivering ? (
            <DeliverPanel editor={id} draft={draft} endpointId={endpointId} />
          ) : attempt === null ? null : (
            <AttemptPanel attempt={attempt} endpointId={endpointId} onRetry={() => void send()} />
          )
        }
      />
    </div>
  );
}
