import type { Draft } from '../draft/draft.ts';
import { type HeaderList, sameHeaderName } from '../http/headers.ts';
import type { Scheme } from '../signature/scheme.ts';

/** What stands in an export where a credential or signature stood. */
const REDACTED = '[redacted]';

/** Headers and query parameters whose values let somebody act as the sender or as the user, as they are called everywhere. */
const SENSITIVE =
  /^(set-)?cookie$|authorization|token|secret|key|passw|pwd|signature|hmac|credential|session|jwt|bearer|(^|[-_.])(sig|mac|auth|pass)($|[-_.])/i;

/** What of a scheme says where its signature stands. */
type SigningScheme = { readonly mechanism: Pick<Scheme['mechanism'], 'signatureHeaders'> };

function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(name);
}

/** Names tell nothing where a provider calls its token `verif-hash`: so the headers of every known scheme go as well. */
function redactHeaders(headers: HeaderList, schemes: readonly SigningScheme[]): HeaderList {
  const signatures = schemes.flatMap(({ mechanism }) => mechanism.signatureHeaders);
  const isSignature = (name: string): boolean => signatures.some((one) => sameHeaderName(one, name));
  return headers.map(([name, value]) => [name, isSensitiveName(name) || isSignature(name) ? REDACTED : value]);
}

/** Userinfo and the values of sensitive query parameters; everything else stays as typed. */
function redactUrl(url: string): string {
  const withoutUserinfo = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#@]*@/i, `$1${REDACTED}@`);
  const queryAt = withoutUserinfo.indexOf('?');
  if (queryAt === -1) return withoutUserinfo;
  const [query = '', ...fragment] = withoutUserinfo.slice(queryAt + 1).split('#');
  const fields = query.split('&').map((field) => {
    const name = field.split('=', 1)[0] ?? '';
    return field.includes('=') && isSensitiveName(name) ? `${name}=${REDACTED}` : field;
  });
  return [withoutUserinfo.slice(0, queryAt + 1) + fields.join('&'), ...fragment].join('#');
}

/**
 * The draft as it may be given away: without credentials and without the signature of any of the schemes. The body stays: it is
 * what the request is about.
 */
export function redactDraft(draft: Draft, schemes: readonly SigningScheme[]): Draft {
  const { signing } = draft;
  return {
    ...draft,
    url: redactUrl(draft.url),
    headers: redactHeaders(draft.headers, schemes),
    signing: signing === null ? null : { ...signing, signedUrl: signing.signedUrl && redactUrl(signing.signedUrl) },
  };
}
