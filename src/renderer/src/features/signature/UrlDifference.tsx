import { HostileText } from '../../ui/index.ts';
import { type MarkedUrl, urlDifference } from './url-difference.ts';

/** The URL a request came to over the one it was signed for, what differs marked. */
export function UrlDifference({ received, signed }: { readonly received: string; readonly signed: string }) {
  const marked = urlDifference(received, signed);
  return (
    <div className="urls">
      <UrlRow label="received at" url={marked.received} />
      <UrlRow label="signed for" url={marked.signed} />
    </div>
  );
}

function UrlRow({ label, url }: { readonly label: string; readonly url: MarkedUrl }) {
  return (
    <p className="compared-row">
      <span className="compared-label">{label}</span>
      <code className="compared-value" dir="ltr">
        <HostileText>{url.before}</HostileText>
        {url.differs === '' ? null : (
          <mark className="compared-mark">
            <HostileText>{url.differs}</HostileText>
          </mark>
        )}
        <HostileText>{url.after}</HostileText>
      </code>
    </p>
  );
}
