import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { useEngine } from '../../store/context.tsx';
import { CopyButton, InlineNotice } from '../../ui/index.ts';

/** The provider still sends to the old URL: said until dismissed, since requests are being lost meanwhile. */
export function UrlChanged() {
  const url = useEngine((app) => app.tunnel.url);
  const previousUrl = useEngine((app) => app.tunnel.previousUrl);
  const [dismissed, setDismissed] = useState<string | null>(null);
  if (url === null || previousUrl === null || url === previousUrl || dismissed === url) return null;
  return (
    <InlineNotice
      tone="warn"
      className="url-changed"
      title="The public URL changed: update your provider."
      actions={
        <CopyButton text={url} label="Copy the new URL" variant="plain">
          Copy the new URL
        </CopyButton>
      }
      onDismiss={() => setDismissed(url)}
    >
      <p className="url-change mono">
        <s>{previousUrl}</s> <ArrowRight size={13} role="img" aria-label="is now" /> <strong>{url}</strong>
      </p>
    </InlineNotice>
  );
}
