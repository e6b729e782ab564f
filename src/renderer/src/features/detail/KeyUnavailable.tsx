import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import { explain } from '../../../../core/failure-words.ts';
import type { KeyPlace } from '../../../../core/key-place.ts';
import { useApp } from '../../store/context.tsx';
import { Button } from '../../ui/index.ts';

/** Where the missing key of a capture can be fetched. null: nowhere, or not known yet. */
export function useKeyPlace({ id, verdicts }: CaptureDetail, scheme: string | null): KeyPlace | null {
  const { bridge } = useApp();
  const [place, setPlace] = useState<{ readonly of: string; readonly place: KeyPlace | null } | null>(null);
  const of = `${id} ${scheme}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the capture was judged again.
  useEffect(() => {
    if (scheme === null) return;
    let live = true;
    const ask = () =>
      void bridge.call('keys.place', { captureId: id, scheme }).then((found) => {
        if (live) setPlace({ of, place: found });
      });
    ask();
    const stop = bridge.on('keys.changed', ask);
    return () => {
      live = false;
      stop();
    };
  }, [bridge, id, scheme, of, verdicts]);
  return place?.of === of ? place.place : null;
}

/** What there is to say of a key that is not here, beyond the verdict. */
export function keyWords(place: KeyPlace | null): string {
  if (place === null) return 'Paste the public key, certificate or key set as the secret.';
  if (place.consent === 'never') return 'Fetching keys is turned off in Settings; paste the key instead.';
  if (place.failure !== null) return explain(place.failure).title;
  if (place.fetchedAt !== null) return `What ${place.host} publishes does not hold the key that the signature names.`;
  return `Nothing is sent but the request for the key; it is kept here, and fetched from ${place.host} by itself from then on.`;
}

export interface KeyActionsProps {
  readonly detail: CaptureDetail;
  readonly scheme: string;
  readonly place: KeyPlace | null;
}

/** Below the words, not beside them: a host’s name is long. */
export function KeyActions({ detail, scheme, place }: KeyActionsProps) {
  const { bridge, stores } = useApp();
  const [isBusy, setBusy] = useState(false);
  const fetchIt = async () => {
    setBusy(true);
    try {
      // What a try came to, a failure too, is told by the place, which is asked again when it ended.
      await bridge.call('keys.fetch', { captureId: detail.id, scheme });
    } finally {
      setBusy(false);
    }
  };
  const isFetchable = place !== null && place.consent !== 'never';
  return (
    <div className="key-actions">
      {isFetchable ? (
        <Button
          size="small"
          variant="primary"
          icon={<Download size={13} />}
          isBusy={isBusy}
          onPress={() => void fetchIt()}
        >
          Fetch the key from {place.host}
        </Button>
      ) : null}
      <Button size="small" onPress={() => stores.dialogs.getState().openSecrets(detail.endpointId, scheme)}>
        Paste the key
      </Button>
    </div>
  );
}
