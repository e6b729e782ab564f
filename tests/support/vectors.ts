import { readdirSync, readFileSync } from 'node:fs';
import { bytesFromBase64, latin1Text, utf8Bytes } from '../../src/core/bytes.ts';
import type { Scheme } from '../../src/core/signature/scheme.ts';
import type { CandidateSecret, SignedRequest } from '../../src/core/signature/verify.ts';
import { secretsOf as secretsOfLine } from '../../src/main/hosts/cli/request-line.ts';

/** A known answer: one request and what a strict verifier says of it. Header values are text. */
export interface Vector {
  readonly id: string;
  readonly scheme: string;
  readonly secret: string | null;
  readonly key?: Readonly<Record<string, unknown>> | null;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly body: string;
  /** Epoch seconds. */
  readonly now: number;
  readonly expect: 'pass' | 'fail';
  readonly reason: string;
}

const folder = new URL('../fixtures/vectors/', import.meta.url);

export const vectors: readonly Vector[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    // Our own fixtures, one shape.
    const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector[] | { vectors: Vector[] };
    return Array.isArray(file) ? file : file.vectors;
  });

export function requestOf(vector: Vector): SignedRequest {
  const body = bytesFromBase64(vector.body);
  if (body === undefined) throw new Error(`${vector.id}: the body is not base64`);
  return {
    method: vector.method,
    target: vector.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/',
    url: vector.url,
    headers: Object.entries(vector.headers).map(([name, value]) => [name, latin1Text(utf8Bytes(value))] as const),
    body,
  };
}

/** As the command line reads a vector's line. */
export function secretsOf(vector: Vector, scheme: Scheme): readonly CandidateSecret[] {
  return secretsOfLine(vector, scheme);
}
