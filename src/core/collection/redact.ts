import type { Draft } from '../draft/draft.ts';
import type { HeaderList } from '../http/headers.ts';

/** What stands in an export where a credential or signature stood. */
export const REDACTED = '[redacted]';

/** Headers and query parameters whose values let somebody act as the sender or as the user. */
const SENSITIVE =
  /^(authorization|proxy-authorization|cookie|set-cookie)$|token|secret|(^|[-_])key($|[-_])|apikey|password|signature/i;

export function isSensitiveName(name: string): boolean {
  return SENSITIVE.test(name);
}

export function redactHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => [name, isSensitiveName(name) ? REDACTED : value]);
}

/** Userinfo and the values of sensitive query parameters; everything else stays as typed. */
export function redactUrl(url: string): string {
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

/** The draft as it may be given away. The body stays: it is what the request is about. */
export function redactDraft(draft: Draft): Draft {
  const { signing } = draft;
  return {
    ...draft,
    url: redactUrl(draft.url),
    headers: redactHeaders(draft.headers),
    signing: signing === null ? null : { ...signing, signedUrl: signing.signedUrl && redactUrl(signing.signedUrl) },
  };
}
