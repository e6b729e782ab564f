import type { CaptureDetail } from '../../../../core/capture.ts';
import { unusualInRequest } from '../../../../core/http/unusual-request.ts';
import { useEngine } from '../../store/context.tsx';
import {
  Badge,
  formatBytes,
  formatCounted,
  formatDuration,
  formatMoment,
  HostileText,
  InlineNotice,
  TimeAgo,
} from '../../ui/index.ts';
import { ConfirmSubscription } from './ConfirmSubscription.tsx';
import { Fact } from './Fact.tsx';
import { ProviderFacts } from './ProviderFacts.tsx';
import { ReplyConcerns } from './ReplyConcerns.tsx';
import { SameDelivery } from './SameDelivery.tsx';
import { SdkDifferences } from './SdkDifferences.tsx';
import { VerdictNotice } from './VerdictNotice.tsx';

/** The facts of a capture at a glance. */
export function OverviewTab({ detail }: { readonly detail: CaptureDetail }) {
  return (
    <div className="detail-scroll overview">
      <VerdictNotice detail={detail} verdict={detail.verdicts[0]} on="overview" />
      <ConfirmSubscription detail={detail} />
      <Unusual detail={detail} />
      <ReplyConcerns row={detail} />
      <SdkDifferences detail={detail} />
      <Facts detail={detail} />
      <ProviderFacts schemeId={detail.verdicts[0]?.scheme ?? null} />
    </div>
  );
}

/** A request that came well is looked at for this too: what is odd about it may be why it fails elsewhere. */
function Unusual({ detail }: { readonly detail: CaptureDetail }) {
  const sentences = unusualInRequest(detail);
  if (sentences.length === 0) return null;
  return (
    <InlineNotice tone="warn" title="Many servers refuse such a request with 400.">
      {sentences.join(' ')}
    </InlineNotice>
  );
}

function Facts({ detail }: { readonly detail: CaptureDetail }) {
  const endpoint = useEngine((app) => app.endpoints.find((each) => each.id === detail.endpointId));
  return (
    <dl className="facts">
      <Fact name="Received">
        {formatMoment(detail.receivedAt)}{' '}
        <span className="fact-dim">
          (<TimeAgo at={detail.receivedAt} />)
        </span>
      </Fact>
      <Fact name="Endpoint">
        {endpoint?.name ?? 'deleted'}{' '}
        {endpoint === undefined ? null : <span className="fact-dim mono">{endpoint.path}</span>}
      </Fact>
      {detail.eventType === null ? null : (
        <Fact name="Event">
          <HostileText>{detail.eventType}</HostileText>
        </Fact>
      )}
      {detail.deliveryId === null ? null : (
        <Fact name="Delivery id" copy={detail.deliveryId} mono>
          <HostileText>{detail.deliveryId}</HostileText>
        </Fact>
      )}
      <SameDelivery detail={detail} />
      <Fact name="Came by">
        <Via detail={detail} />
      </Fact>
      <Fact name="Peer" mono>
        {detail.peer.address}:{detail.peer.port}
      </Fact>
      <Fact name="HTTP version">{detail.httpVersion}</Fact>
      <Fact name="Content type">
        {detail.contentType === null ? (
          <span className="fact-dim">none</span>
        ) : (
          <HostileText bytes>{detail.contentType}</HostileText>
        )}
      </Fact>
      <Fact name="Size">
        body {formatBytes(detail.bodyBytes)}, {formatCounted(detail.headers.length, 'header')},{' '}
        {formatBytes(detail.rawBytes)} on the wire
      </Fact>
      <Fact name="Body SHA-256" copy={detail.bodySha256} mono>
        {detail.bodySha256} <Checked isIntact={detail.rawIntact} />
      </Fact>
      <Fact name="Raw SHA-256" copy={detail.rawSha256} mono>
        {detail.rawSha256} <Checked isIntact={detail.rawIntact} />
      </Fact>
      <Fact name="Timing">
        head after {formatDuration(detail.timings.headMs)}, body after {formatDuration(detail.timings.bodyMs)}
        {detail.replyMs === null ? '' : `, answered after ${formatDuration(detail.replyMs)}`}
      </Fact>
    </dl>
  );
}

/** The engine computes both at every opening; where they are not what they were, it does not say which of them. */
function Checked({ isIntact }: { readonly isIntact: boolean }) {
  return isIntact ? (
    <Badge tone="ok">checked</Badge>
  ) : (
    <Badge tone="fail">of what arrived, not of what is stored</Badge>
  );
}

/** What happened to the request on its way, as far as the way is known. */
function Via({ detail }: { readonly detail: CaptureDetail }) {
  const tunnel = useEngine((app) => app.tunnelProviders.find((each) => each.id === app.tunnel.provider));
  switch (detail.via) {
    case 'local':
      return <>this machine, directly: exactly what was sent</>;
    case 'import':
      return <>an import</>;
    case 'tunnel':
      return (
        <>
          the tunnel{tunnel === undefined ? '' : ` (${tunnel.name})`}
          {tunnel === undefined ? null : <span className="fact-note">{tunnel.note}</span>}
        </>
      );
  }
}
