import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import { fail, ok, type Result } from '../../core/result.ts';
import type { KeyProblem } from './key-problem.ts';

/** A chain has three or four; each costs a signature check. */
const MAX_CERTIFICATES = 10;

export interface CertificateRules {
  readonly nowMs: number;
  readonly roots: Roots;
}

/** By their subjects. */
export type Roots = ReadonlyMap<string, readonly X509Certificate[]>;

let nodeRoots: Roots | null = null;

/** Of a PEM text; null: Node's own, which are those of the system where it is told to use them. */
export function rootsOf(ca: string | null): Roots {
  if (ca !== null) return bySubject(certificatesIn(ca));
  nodeRoots ??= bySubject(getCACertificates('default').map((pem) => new X509Certificate(pem)));
  return nodeRoots;
}

function bySubject(certificates: readonly X509Certificate[]): Roots {
  return Map.groupBy(certificates, ({ subject }) => subject);
}

/**
 * The signing certificate of a PEM text that was fetched from its publisher, as PEM, after these checks: it is the first;
 * `nowMs` lies within its dates; its common name or one of its DNS names fits `name`; every certificate above it that came
 * along was signed by the next one, is a CA's and lies within its dates, and the last one of them is signed by, or is, one
 * of the roots.
 *
 * Not checked: revocation; key usage; and, where the certificate came without those above it (Amazon's does), the chain,
 * because Node does not fetch the missing ones. What vouches for such a certificate is the TLS of the host it came from.
 */
export function signingCertificate(
  text: string,
  name: RegExp,
  { nowMs, roots }: CertificateRules,
): Result<string, KeyProblem> {
  const chain = certificatesIn(text);
  const [leaf] = chain;
  if (leaf === undefined) return fail({ cause: 'no-key', detail: null });
  if (!namesOf(leaf).some((each) => name.test(each))) return fail({ cause: 'certificate-name', detail: leaf.subject });
  for (const [index, certificate] of chain.entries()) {
    const expired = outOfDate(certificate, nowMs);
    if (expired !== null) return fail({ cause: 'certificate-dates', detail: expired });
    const above = chain[index + 1];
    const isLast = above === undefined;
    if (isLast && (chain.length === 1 || isTrusted(certificate, roots))) break;
    if (isLast || !above.ca || !certificate.checkIssued(above) || !certificate.verify(above.publicKey)) {
      return fail({ cause: 'certificate-chain', detail: certificate.subject });
    }
  }
  return ok(leaf.toString());
}

/** Those of a JSON object of certificates in PEM by their ids that are in force, in the same form. */
export function certificatesInForce(text: string, nowMs: number): Result<string, KeyProblem> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What a host answers is anybody's guess; that it is not JSON is all there is to say.
    return fail({ cause: 'no-key', detail: 'it is not JSON' });
  }
  if (typeof value !== 'object' || value === null) return fail({ cause: 'no-key', detail: null });
  const found = Object.entries(value).flatMap(([id, pem]): [string, X509Certificate][] => {
    const [certificate] = typeof pem === 'string' ? certificatesIn(pem) : [];
    return certificate === undefined ? [] : [[id, certificate]];
  });
  if (found.length === 0) return fail({ cause: 'no-key', detail: null });
  const inForce = found.filter(([, certificate]) => outOfDate(certificate, nowMs) === null);
  if (inForce.length === 0) return fail({ cause: 'certificate-dates', detail: found[0]?.[1].validTo ?? null });
  return ok(JSON.stringify(Object.fromEntries(inForce.map(([id, certificate]) => [id, certificate.toString()]))));
}

function certificatesIn(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.slice(0, MAX_CERTIFICATES).flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      // OpenSSL's message says nothing a user could use; no certificate is an answer here.
      return [];
    }
  });
}

function outOfDate(certificate: X509Certificate, nowMs: number): string | null {
  if (nowMs < certificate.validFromDate.getTime()) return `from ${certificate.validFrom}`;
  return nowMs > certificate.validToDate.getTime() ? `until ${certificate.validTo}` : null;
}

function namesOf({ subject, subjectAltName = '' }: X509Certificate): readonly string[] {
  const common = /^CN=(.+)$/m.exec(subject)?.[1];
  const alternative = [...subjectAltName.matchAll(/(?:^|, )DNS:([^,\s"]+)/g)].map(([, dns = '']) => dns);
  return [...(common === undefined ? [] : [common]), ...alternative].map((each) => each.toLowerCase());
}

/** Whether it is one of the roots or signed by one. */
function isTrusted(certificate: X509Certificate, roots: Roots): boolean {
  const itself = roots.get(certificate.subject)?.some((root) => root.fingerprint256 === certificate.fingerprint256);
  if (itself === true) return true;
  return (roots.get(certificate.issuer) ?? []).some(
    (root) => certificate.checkIssued(root) && certificate.verify(root.publicKey),
  );
}
