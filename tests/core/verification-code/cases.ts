import { latin1Bytes } from '../../../src/core/bytes.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import type { SignedRequest } from '../../../src/core/signature/verify.ts';
import { type CodePlan, codePlan } from '../../../src/core/verification-code/code-plan.ts';
import { requestOf, secretsOf, vectors } from '../../support/vectors.ts';
import { signedCalls } from './signed-calls.ts';

/** One call of a generated `verify`, and whether the request is to be accepted. */
export interface Call {
  readonly id: string;
  readonly request: SignedRequest;
  readonly secrets: readonly string[];
  readonly nowMs: number;
  readonly accept: boolean;
}

export interface CodeCase {
  readonly scheme: Scheme;
  readonly plan: CodePlan;
  readonly calls: readonly Call[];
}

/** Vectors for what the generated code leaves out, each with the reason. */
const leftOut: ReadonlyMap<string, string> = new Map([
  ['svix/pass-unbranded-headers', 'the code reads the scheme’s preferred header names only'],
]);

export const cases: readonly CodeCase[] = schemes.flatMap((scheme) => {
  const plan = codePlan(scheme);
  if (plan === null) return [];
  const known = vectors
    .filter((vector) => vector.scheme === scheme.id && !leftOut.has(vector.id))
    .map((vector) => ({
      id: vector.id,
      request: requestOf(vector),
      secrets: secretsOf(vector, scheme).map(({ value }) => value),
      nowMs: vector.now * 1000,
      accept: vector.expect === 'pass',
    }));
  const calls = [...known, ...signedCalls(scheme)];
  return calls.length === 0 ? [] : [{ scheme, plan, calls }];
});

const base64 = (text: string) => Buffer.from(latin1Bytes(text)).toString('base64');

/**
 * A call as a line that every language reads with little: tab-separated base64 of URL, method, body, the number of secrets and
 * the secrets, then header names in lower case and values. First of all the moment in milliseconds, in digits.
 */
export function lineOf({ request, secrets, nowMs }: Call): string {
  const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
  return [
    String(nowMs),
    utf8(request.url ?? ''),
    utf8(request.method),
    Buffer.from(request.body).toString('base64'),
    String(secrets.length),
    ...secrets.map(utf8),
    ...request.headers.flatMap(([name, value]) => [base64(name.toLowerCase()), base64(value)]),
  ].join('\t');
}

/** One scheme for each way in which recipes differ by more than names: what a compiler or an interpreter is started for. */
export const typicalCases: readonly CodeCase[] = [
  ...new Map(
    [...cases].reverse().map((one) => {
      const { algorithm, signature, timestamp, secret, content, inputs, takes } = one.plan;
      const { names, ...written } = signature;
      const pieces = content.map((chunk) =>
        chunk.kind === 'text' ? chunk.pieces.map((piece) => typeof piece) : chunk.kind,
      );
      const rules = inputs.map(({ from, optional, lowerCase, forbidden }) => [
        from,
        optional,
        lowerCase,
        forbidden === null,
      ]);
      const shape = [
        algorithm,
        written,
        names.length > 1,
        timestamp?.in,
        timestamp?.unit,
        secret,
        pieces,
        rules,
        takes,
      ];
      return [JSON.stringify(shape), one] as const;
    }),
  ).values(),
];
