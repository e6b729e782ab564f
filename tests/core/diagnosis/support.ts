import { utf8Bytes } from '../../../src/core/bytes.ts';
import {
  type DiagnosisInput,
  type DiagnosisPort,
  type DiagnosisSecret,
  diagnose,
} from '../../../src/core/diagnosis/diagnose.ts';
import type { DiagnosisReport } from '../../../src/core/diagnosis/diagnosis.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import { schemeById, schemes } from '../../../src/core/signature/registry.ts';
import type { SignedRequest } from '../../../src/core/signature/request-parts.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { nodeCrypto } from '../../../src/main/crypto/node-crypto.ts';
import { nodeCodec } from '../../../src/main/diagnosis/node-codec.ts';

export const NOW = 1_760_000_000_000;
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const BODY = '{"id":"evt_1","amount":12.50,"name":"gr\\u00fcn","url":"https:\\/\\/a.example","list":[1,2]}';

export const port: DiagnosisPort = { crypto: nodeCrypto, codec: nodeCodec, now: () => performance.now() };

export function schemeOf(id: string): Scheme {
  const scheme = schemeById(id);
  if (scheme === undefined) throw new Error(`no scheme ${id}`);
  return scheme;
}

/** A scheme that signs otherwise than the catalogue's, as a sender with a mistake does. */
export function mistaken(id: string, change: Partial<RecipeInput>): Scheme {
  const [recipe] = schemeOf(id).recipes ?? [];
  if (recipe === undefined) throw new Error(`${id} is no recipe`);
  const made = userScheme({ ...recipe, ...change });
  if (!made.ok) throw new Error(made.failure.join());
  return made.value;
}

export function requestWith(change: Partial<SignedRequest> & { readonly text?: string } = {}): SignedRequest {
  const { text = BODY, ...rest } = change;
  return {
    method: 'POST',
    target: '/hooks?b=2&a=1',
    url: 'https://hooks.example.com/hooks?b=2&a=1',
    headers: [
      ['Host', 'hooks.example.com'],
      ['Content-Type', 'application/json'],
    ],
    body: utf8Bytes(text),
    ...rest,
  };
}

export function signed(scheme: Scheme, request: SignedRequest, secret: string, atMs: number = NOW): SignedRequest {
  const output = sign(scheme, request, secret, atMs, nodeCrypto);
  if (!output.ok) throw new Error(output.failure.code);
  return { ...request, ...output.value };
}

export function own(value: string, id = 'own'): DiagnosisSecret {
  return { id, value, scheme: null, isOwn: true };
}

export function stored(value: string, id: string): DiagnosisSecret {
  return { id, value, scheme: null, isOwn: false };
}

export function reportOf(
  scheme: Scheme,
  request: SignedRequest,
  secrets: readonly DiagnosisSecret[],
  rest: Partial<DiagnosisInput> = {},
  budgetMs = 20_000,
): DiagnosisReport {
  return diagnose({ scheme, request, secrets, nowMs: NOW, schemes, others: [], ...rest }, port, budgetMs);
}

/** With another value in a header, or none. */
export function withHeader(
  request: SignedRequest,
  name: string,
  change: (value: string) => string | null,
): SignedRequest {
  return {
    ...request,
    headers: request.headers.flatMap((header) => {
      if (header[0].toLowerCase() !== name.toLowerCase()) return [header];
      const value = change(header[1]);
      return value === null ? [] : [[header[0], value] as const];
    }),
  };
}
