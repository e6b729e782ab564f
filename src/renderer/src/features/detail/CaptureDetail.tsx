import { useMemo } from 'react';
import type { CaptureId, CaptureDetail as Detail } from '../../../../core/capture.ts';
import { contentTypeOf } from '../../../../core/http/content-type.ts';
import { extensionOf } from '../../../../core/view/file-name.ts';
import { BodyPane, captureBytes, HeadersTable } from '../../body/index.ts';
import { useApp, useBridge } from '../../store/context.tsx';
import { Badge, ErrorState, InlineNotice, Spinner, Tabs } from '../../ui/index.ts';
import { SendFailure } from '../sending/index.ts';
import { ActionBar } from './ActionBar.tsx';
import { AttemptsTab } from './AttemptsTab.tsx';
import { dismissFailure, showTab } from './actions.ts';
import { captureFileName } from './capture-file-name.ts';
import { DamagedNotice } from './DamagedNotice.tsx';
import { DetailHeader } from './DetailHeader.tsx';
import { type DetailTab, useDetail } from './detail-store.ts';
import { EditPane } from './EditPane.tsx';
import { IncompleteNotice } from './IncompleteNotice.tsx';
import { MalformedDetail } from './MalformedDetail.tsx';
import { OverviewTab } from './OverviewTab.tsx';
import { ReplyTab } from './ReplyTab.tsx';
import { SignatureTab } from './SignatureTab.tsx';
import { useAttemptCount } from './use-attempts.ts';
import { useCapture } from './use-capture.ts';
import { WireView } from './wire/WireView.tsx';
import './detail.css';

/** Everything about one capture. Stays mounted while the selection moves, so that Monaco does too. */
export function CaptureDetail({ id }: { readonly id: CaptureId }) {
  const { row, detail, failure } = useCapture(id);
  const editing = useDetail((state) => state.editing.has(id));
  if (failure !== null) {
    return (
      <div className="detail-failure">
        <ErrorState failure={failure} />
      </div>
    );
  }
  if (row === null) {
    return (
      <div className="detail-wait">
        <Spinner label="Reading…" />
      </div>
    );
  }
  return (
    <article className="detail" aria-label={`Capture ${id}`}>
      <DetailHeader row={row} />
      {editing ? (
        <EditPane row={row} detail={detail} />
      ) : (
        <>
          <ActionBar row={row} detail={detail} />
          <DamagedNotice detail={detail} />
          <IncompleteNotice row={row} />
          <ActionFailure id={id} endpointId={row.endpointId} />
          {row.kind === 'malformed' ? (
            <MalformedDetail row={row} detail={detail} />
          ) : (
            <DetailTabs id={id} detail={detail} />
          )}
        </>
      )}
    </article>
  );
}

function ActionFailure({ id, endpointId }: { readonly id: CaptureId; readonly endpointId: string }) {
  const context = useApp();
  const failure = useDetail((state) => (state.failure?.captureId === id ? state.failure.failure : null));
  if (failure === null) return null;
  return (
    <div className="detail-notice">
      <SendFailure failure={failure} endpointId={endpointId} onDismiss={() => dismissFailure(context)} />
    </div>
  );
}

function DetailTabs({ id, detail }: { readonly id: CaptureId; readonly detail: Detail | null }) {
  const context = useApp();
  const tab = useDetail((state) => state.tab);
  const attempts = useAttemptCount(id);
  return (
    <Tabs
      label="Parts of the capture"
      className="detail-tabs"
      selected={tab}
      // React Aria gives back one of the ids below.
      onChange={(next) => showTab(context, next as DetailTab)}
      tabs={[
        {
          id: 'overview',
          label: 'Overview',
          content: () => (detail === null ? null : <OverviewTab detail={detail} />),
        },
        {
          id: 'signature',
          label: 'Signature',
          content: () => (detail === null ? null : <SignatureTab detail={detail} />),
        },
        {
          id: 'headers',
          label: 'Headers',
          badge: detail === null ? null : <Badge>{detail.headers.length}</Badge>,
          content: () => (detail === null ? null : <HeadersTab detail={detail} />),
        },
        { id: 'body', label: 'Body', content: () => (detail === null ? null : <BodyTab detail={detail} />) },
        {
          id: 'wire',
          label: 'Wire',
          content: () => (detail === null ? null : <WireView row={detail} isDamaged={!detail.rawIntact} />),
        },
        { id: 'reply', label: 'Reply', content: () => (detail === null ? null : <ReplyTab detail={detail} />) },
        {
          id: 'attempts',
          label: 'Attempts',
          badge: attempts === 0 ? null : <Badge>{attempts}</Badge>,
          content: () => (detail === null ? null : <AttemptsTab detail={detail} />),
        },
      ]}
    />
  );
}

function HeadersTab({ detail }: { readonly detail: Detail }) {
  return (
    <div className="detail-scroll">
      <HeadersTable headers={detail.headers} label="Request headers" />
      {detail.trailers.length === 0 ? null : (
        <>
          <h3 className="detail-section">Trailers</h3>
          <HeadersTable headers={detail.trailers} label="Request trailers" />
        </>
      )}
    </div>
  );
}

function BodyTab({ detail }: { readonly detail: Detail }) {
  const bridge = useBridge();
  const source = useMemo(
    () => captureBytes(bridge, detail.id, 'body', detail.bodyBytes),
    [bridge, detail.id, detail.bodyBytes],
  );
  const mediaType = contentTypeOf(detail.headers)?.mediaType ?? '';
  return (
    <div className="detail-body">
      {detail.completeness === 'complete' ? null : (
        <InlineNotice tone="warn">
          {detail.completeness === 'truncated'
            ? 'Only the beginning of the body was kept.'
            : 'The body did not come to its end: this is what came.'}
        </InlineNotice>
      )}
      <BodyPane
        source={source}
        headers={detail.headers}
        label="Body"
        fileName={captureFileName(detail.id, !detail.rawIntact, `-body.${extensionOf(mediaType)}`)}
        incomplete={detail.completeness !== 'complete'}
        emptyText="The request has no body."
      />
    </div>
  );
}
