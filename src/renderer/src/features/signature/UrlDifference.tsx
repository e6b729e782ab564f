import { HostileText } from '../../ui/index.ts';
import { type UrlPart, urlDifference } from './url-difference.ts';

/** The URL a request came to over the one it was signed for, what differs marked. */
export function UrlDifference({ received, signed }: { readonly received: string; readonly signed: string }) {
  const marked = urlDifference(received, signed);
  return (
    <div className="urls">
      <UrlRow label="received at" parts={marked.received} />
      <UrlRow label="signed for" parts={marked.signed} />
    </div>
  );
}

function UrlRow({ label, parts }: { readonly label: string; readonly parts: readonly UrlPart[] }) {
  return (
    <p className="compared-row">
      <span className="compared-label">{label}</span>
      <code className="compared-value" dir="ltr">
        {parts.map(({ text, differs }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place.
          <span key={index} className={differs ? 'compared-mark' : undefined}>
            <HostileText>{text}</HostileText>
          </span>
        ))}
      </code>
    </p>
  );
}
