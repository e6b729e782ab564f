import { textOfByteString } from '../../../core/bytes.ts';
import type { Failure } from '../../../core/failure.ts';
import { explain } from '../../../core/failure-words.ts';
import { sign as signRequest } from '../../../core/signature/sign.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import type { Workers } from '../../engine.ts';
import { type InputLine, inputLines } from './input-lines.ts';
import { builtInSchemes, type KnownSchemes, knownSchemes, type SchemeOptions, schemeFor } from './known-schemes.ts';
import { complainOf, EXIT, type ExitCode, misuse, writeJsonLine } from './output.ts';
import { type LineId, lineBreakProblem, MAX_LINE_BYTES, parseRequestLine } from './request-line.ts';

/** `hookproof sign --ndjson`: a request a line from standard input, the signed request a line out, in order. */
export async function sign(
  options: Omit<SchemeOptions, 'scheme'> & { readonly ndjson: boolean },
  workers: Workers,
): Promise<ExitCode> {
  if (!options.ndjson) {
    return misuse('sign needs --ndjson: a request a line on standard input. To sign and send one, use send --resign.');
  }
  const schemes = await knownSchemes(options, workers);
  if (!schemes.ok) return complainOf(schemes.failure, EXIT.usage);
  let code: ExitCode = EXIT.ok;
  for await (const line of inputLines(process.stdin, MAX_LINE_BYTES)) {
    const outcome = signLine(line, schemes.value);
    if ('failure' in outcome) code = outcome.failure.code === 'invalid-line' ? EXIT.usage : code || EXIT.failed;
    await writeJsonLine(outcome);
  }
  return code;
}

type SignedLine =
  | {
      readonly id: LineId;
      readonly method: string;
      readonly url: string | null;
      readonly headers: readonly (readonly [name: string, value: string])[];
      /** Base64. */
      readonly body: string;
    }
  | {
      readonly id: LineId;
      readonly failure: { readonly code: Failure['code'] | 'invalid-line'; readonly message: string };
    };

export function signLine(line: InputLine, schemes: KnownSchemes = builtInSchemes): SignedLine {
  const parsed = parseRequestLine(line, Date.now());
  if (!parsed.ok) return invalidLine(parsed.failure.id, parsed.failure.problem);
  const { id, scheme: schemeId, request, secretsFor, nowMs } = parsed.value;
  const failed = (failure: Failure): SignedLine => ({
    id,
    failure: { code: failure.code, message: explain(failure).title },
  });
  const broken = lineBreakProblem(request);
  if (broken !== null) return invalidLine(id, broken);
  const known = schemeFor(schemeId, schemes);
  if (!known.ok) return failed(known.failure);
  const scheme = known.value;
  if (scheme === null) return invalidLine(id, '“scheme” is missing');
  const [secret] = secretsFor(scheme);
  if (secret === undefined) return failed({ code: 'secret-missing' });
  const signed = signRequest(scheme, request, secret.value, nowMs, nodeCrypto);
  if (!signed.ok) return failed(signed.failure);
  const { url, headers, body } = signed.value;
  return {
    id,
    method: textOfByteString(request.method),
    url,
    headers: headers.map(([name, value]) => [textOfByteString(name), textOfByteString(value)] as const),
    body: Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64'),
  };
}

function invalidLine(id: LineId, problem: string): SignedLine {
  return { id, failure: { code: 'invalid-line', message: `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.` } };
}
