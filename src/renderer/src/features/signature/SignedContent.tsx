import { latin1Text } from '../../../../core/bytes.ts';
import type { SignedPart } from '../../../../core/signature/verdict.ts';
import { formatBytes, visibleByteString } from '../../ui/index.ts';

/** Enough to see what is signed; the body is on its own tab. */
const SHOWN_BYTES = 8 * 1024;

const roles: Record<SignedPart['role'], string> = {
  literal: 'fixed text',
  timestamp: 'timestamp',
  body: 'body',
  header: 'header',
  field: 'field',
  url: 'URL',
  path: 'path',
  method: 'method',
  form: 'form fields',
  secret: 'secret',
};

/** The bytes that are signed, each part in a tint of its own, with what it is. */
export function SignedContent({ parts, url }: { readonly parts: readonly SignedPart[]; readonly url: string | null }) {
  const legend = parts.filter(
    (part, index) => parts.findIndex((other) => other.role === part.role && other.name === part.name) === index,
  );
  return (
    <div className="signed">
      <ul className="signed-legend" aria-label="Parts of the signed content">
        {legend.map((part) => (
          <li key={`${part.role} ${part.name ?? ''}`} className={`signed-key signed-${part.role}`}>
            {nameOf(part)}
            <span className="signed-size">{part.role === 'secret' ? 'not shown' : formatBytes(part.totalBytes)}</span>
          </li>
        ))}
      </ul>
      <pre className="signed-content" dir="ltr">
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its place.
          <span key={index} className={`signed-part signed-${part.role}`} title={nameOf(part)}>
            <PartText part={part} />
          </span>
        ))}
      </pre>
      {url === null ? null : (
        <p className="section-dim">
          Signed for the URL <span className="mono">{url}</span>
        </p>
      )}
    </div>
  );
}

function nameOf({ role, name }: SignedPart): string {
  return name === null ? roles[role] : `${roles[role]} ${visibleByteString(name)}`;
}

function PartText({ part }: { readonly part: SignedPart }) {
  if (part.role === 'secret') return <em>secret</em>;
  if (part.totalBytes === 0) return <em>empty</em>;
  const shown = part.bytes.subarray(0, SHOWN_BYTES);
  const lines = latin1Text(shown).split('\n');
  const more = part.totalBytes - shown.length;
  return (
    <>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place.
        <span key={index}>
          {visibleByteString(line)}
          {index < lines.length - 1 ? (
            <>
              <span className="signed-newline">\n</span>
              {'\n'}
            </>
          ) : null}
        </span>
      ))}
      {more > 0 ? <em> … {formatBytes(more)} more</em> : null}
    </>
  );
}
