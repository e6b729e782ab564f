import { hexOf, latin1Bytes } from '../../bytes.ts';
import { pathOfTarget, queryOfTarget } from '../../http/message.ts';
import { codeScheme } from '../code-scheme.ts';
import type { CryptoPort } from '../crypto-port.ts';
import { parseQuery } from '../form.ts';
import { jwtMechanism } from '../jwt-mechanism.ts';
import { percentEncoded } from '../percent.ts';
import type { RequestParts } from '../request-parts.ts';

export const jiraConnect = codeScheme({
  id: 'jira-connect',
  name: 'Atlassian Connect apps',
  docs: 'https://developer.atlassian.com/cloud/jira/platform/understanding-jwt-for-connect-apps/',
  secretHint: 'The shared secret of the installation, as the “installed” callback gave it.',
  notes: [
    'Method, path and query are signed; the body is not.',
    'The path counts from the app’s base URL, which the request does not say: every shorter form of it is tried.',
  ],
  signsUrl: true,
  mechanism: jwtMechanism({
    header: { name: 'Authorization', prefix: 'JWT ' },
    algorithms: ['HS256'],
    claims: {
      expires: 'required',
      leewaySeconds: 0,
      required: ['iss'],
      own: { claim: 'qsh', expected: queryStringHashes },
    },
    lifetimeSeconds: 180,
  }),
  detect: [[{ header: 'authorization', pattern: /^JWT /i }]],
  metadata: { eventType: [{ json: 'webhookEvent' }] },
});

/** An app is rarely more than a few folders below its host's root. */
const MAX_DEPTH = 10;

/** Hex SHA-256 of `METHOD&path&sorted query` for the whole path and for each rest of it. */
function queryStringHashes({ request }: RequestParts, crypto: CryptoPort): readonly string[] {
  const method = request.method.toUpperCase();
  const query = canonicalQuery(queryOfTarget(request.target));
  const segments = pathOfTarget(request.target).split('/').slice(1);
  return segments.slice(0, MAX_DEPTH).map((_, index) => {
    const path = `/${segments.slice(index).join('/')}`.replace(/(.)\/$/, '$1').replaceAll('&', '%26');
    return hexOf(crypto.hash('sha256', [latin1Bytes(`${method}&${path}&${query}`)]));
  });
}

/** RFC 3986 escapes, sorted by name; the values of a repeated name sorted and joined with commas; the token itself left out. */
function canonicalQuery(query: string): string {
  const byName = new Map<string, string[]>();
  for (const [name, value] of parseQuery(query) ?? []) {
    if (name === 'jwt') continue;
    const key = percentEncoded(name);
    byName.set(key, [...(byName.get(key) ?? []), percentEncoded(value)]);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, values]) => `${name}=${values.sort().join(',')}`)
    .join('&');
}
