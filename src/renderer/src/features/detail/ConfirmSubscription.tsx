import { useEffect, useState } from 'react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import type { Failure } from '../../../../core/failure.ts';
import { type Confirmation, confirmationOf } from '../../../../core/handshake/confirmation.ts';
import { MAX_HANDSHAKE_BODY_BYTES } from '../../../../core/handshake/handshake.ts';
import { useBridge } from '../../store/context.tsx';
import { Button, ErrorState, HostileText, InlineNotice, middleTruncated } from '../../ui/index.ts';

/** A capture that asks for its subscription to be confirmed by opening a URL of the provider's: the user's to decide. */
export function ConfirmSubscription({ detail }: { readonly detail: CaptureDetail }) {
  const bridge = useBridge();
  const confirmation = useConfirmation(detail);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ readonly id: number; readonly failure: Failure } | null>(null);
  if (confirmation === null || detail.replyLabel === confirmation.confirmedLabel) return null;
  const host = hostOf(confirmation);
  if (host === null || !confirmation.host.test(host)) {
    return (
      <InlineNotice tone="warn" title="The subscription is not confirmed from here.">
        The URL in the request leads to{' '}
        <HostileText className="mono">{middleTruncated(host ?? 'nowhere', 80)}</HostileText>, which is not the
        provider’s.
      </InlineNotice>
    );
  }
  const confirm = async () => {
    setBusy(true);
    try {
      const result = await bridge.call('endpoints.confirmSubscription', { captureId: detail.id });
      setFailed(result.ok ? null : { id: detail.id, failure: result.failure });
    } finally {
      setBusy(false);
    }
  };
  const button = (
    <Button size="small" isBusy={busy} onPress={() => void confirm()}>
      Confirm the subscription at {host}
    </Button>
  );
  if (failed?.id === detail.id) return <ErrorState failure={failed.failure} actions={button} />;
  return (
    <InlineNotice title="The provider waits for your confirmation." actions={button}>
      Until then it delivers nothing. Hookproof opens the URL that came with the request.
    </InlineNotice>
  );
}

function hostOf({ url }: Confirmation): string | null {
  return URL.canParse(url) ? new URL(url).host.toLowerCase() : null;
}

/** null: none is asked for, or it is not known yet. */
function useConfirmation(detail: CaptureDetail): Confirmation | null {
  const bridge = useBridge();
  const { id, reply, method, target, headers, bodyBytes } = detail;
  const [found, setFound] = useState<{ readonly id: number; readonly confirmation: Confirmation | null } | null>(null);
  const mayAsk = reply?.source === 'handshake' && bodyBytes <= MAX_HANDSHAKE_BODY_BYTES;
  useEffect(() => {
    if (!mayAsk) return;
    let left = false;
    const input = { id, part: 'body', offset: 0, maxBytes: MAX_HANDSHAKE_BODY_BYTES } as const;
    void bridge.call('captures.bytes', input).then((slice) => {
      if (left || !slice.ok) return;
      const body = slice.value.bytes;
      setFound({ id, confirmation: confirmationOf({ method, target, url: null, headers, body }) });
    });
    return () => {
      left = true;
    };
  }, [bridge, id, mayAsk, method, target, headers]);
  return found?.id === id ? found.confirmation : null;
}
