import { describe, expect, it } from 'vitest';
import { schemeById } from '../../src/core/signature/registry.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { type SignedRequest, verify } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import type { OfficialLibrary } from './official-library.ts';
import { alteredProbes, bodyProbes, ourAnswer, type Probe, requestOf, unsignedRequest } from './probes.ts';

/**
 * Both directions: the library accepts what we forge and refuses what was changed, we verify what it signs, and wherever
 * the two disagree the library's entry says so. A difference that went away fails as one that came.
 */
export function judgeWith(libraries: readonly OfficialLibrary[]): void {
  describe.each(libraries.map((library) => [`${library.scheme} by ${library.package}`, library] as const))(
    '%s',
    (_, library) => {
      const scheme = schemeById(library.scheme);
      if (scheme === undefined) throw new Error(`no scheme ${library.scheme}`);
      const probes = [...bodyProbes, ...alteredProbes].filter(
        (probe) => library.skip?.[probe] === undefined && requestOf(library, scheme, probe, Date.now()) !== null,
      );

      it.each(probes.map((probe) => [titleOf(library, probe), probe] as const))('%s', async (_title, probe) => {
        const nowMs = Date.now();
        const request = requestOf(library, scheme, probe, nowMs);
        if (request === null) throw new Error(`${probe} changes nothing`);
        const ours = weAccept(scheme, library.receiverSecret ?? library.secret, request, nowMs);
        const expected = ourAnswer[probe];
        if (expected !== null) expect(ours, 'our verdict').toBe(expected);
        const differs = library.differs[probe] !== undefined;
        expect(await itAccepts(library, request), 'the library').toBe(differs ? !ours : ours);
      });

      const { sign } = library;
      if (sign === undefined) return;
      it('makes signatures that we verify', async () => {
        for (const probe of bodyProbes) {
          if (library.skip?.[probe] !== undefined || library.differs[probe] !== undefined) continue;
          const nowMs = Date.now();
          const unsigned = unsignedRequest(library, probe);
          const own = await sign(unsigned, library.secret, nowMs);
          const signed = 'headers' in own ? own : { ...unsigned, headers: [...unsigned.headers, ...own] };
          expect(weAccept(scheme, library.secret, signed, nowMs), probe).toBe(true);
          expect(await itAccepts(library, signed), `${probe}, its own`).toBe(true);
          expect(weAccept(scheme, library.otherSecret, signed, nowMs), `${probe}, another secret`).toBe(false);
        }
      });
    },
  );
}

function titleOf(library: OfficialLibrary, probe: Probe): string {
  const difference = library.differs[probe];
  return difference === undefined ? `agrees on: ${probe}` : `differs on: ${probe} (${difference})`;
}

function weAccept(scheme: Scheme, secret: string, request: SignedRequest, nowMs: number): boolean {
  return verify(scheme, request, [{ id: 'secret', value: secret }], nowMs, nodeCrypto).status === 'verified';
}

async function itAccepts(library: OfficialLibrary, request: SignedRequest): Promise<boolean> {
  try {
    return (await library.verify(request, library.secret)) === true;
  } catch {
    // Most libraries throw to refuse.
    return false;
  }
}
