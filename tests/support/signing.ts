import { utf8Bytes } from '../../src/core/bytes.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';
import { schemeById } from '../../src/core/signature/registry.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import { sign } from '../../src/core/signature/sign.ts';
import type { Verdict } from '../../src/core/signature/verdict.ts';
import { type SignedRequest, verify } from '../../src/core/signature/verify.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';

export const NOW = 1_760_000_000_000;
export const SECRET = 'sec_test_4242';
export const WHSEC = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

export function scheme(id: string): Scheme {
  const found = schemeById(id);
  if (found === undefined) throw new Error(`no scheme ${id}`);
  return found;
}

export function post(headers: HeaderList = [], body = '{"id":"evt_1"}'): SignedRequest {
  return { method: 'POST', target: '/in', url: 'https://hooks.example.com/in', headers, body: utf8Bytes(body) };
}

export function signed(id: string, secret: string, request: SignedRequest = post(), nowMs = NOW): SignedRequest {
  const result = sign(scheme(id), request, secret, nowMs, nodeCrypto);
  if (!result.ok) throw new Error(result.failure.code);
  return { ...request, ...result.value };
}

export function judge(id: string, request: SignedRequest, secrets: readonly string[], nowMs = NOW): Verdict {
  const candidates = secrets.map((value, index) => ({ id: `secret-${index}`, value }));
  return verify(scheme(id), request, candidates, nowMs, nodeCrypto);
}

export const without = (request: SignedRequest, name: string): SignedRequest => ({
  ...request,
  headers: request.headers.filter(([header]) => header.toLowerCase() !== name),
});
export const plus = (request: SignedRequest, ...headers: HeaderList): SignedRequest => ({
  ...request,
  headers: [...request.headers, ...headers],
});
