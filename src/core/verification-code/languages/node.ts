import type { CodePlan } from '../code-plan.ts';
import { type Lines, secretVariable, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './node/called-by-verify.ts';
import { literal } from './node/literals.ts';
import { headerValues, inputLines, jsonValues, signatureLines } from './node/request-values.ts';
import { matchLines } from './node/signature-match.ts';

export const node: CodeWriter = {
  lacks: [],
  fileName: ({ id }) => `${id.join('-')}-webhook.mjs`,
  write(plan) {
    const variable = secretVariable(plan);
    const path = `/webhooks/${plan.id.join('-')}`;
    return sourceText(
      `// Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `// Mind: ${plan.trap}`,
      `import { ${cryptoNames(plan).join(', ')} } from 'node:crypto';`,
      `import express from 'express';`,
      '',
      verifyFunction(plan),
      '',
      calledByVerify(plan),
      '',
      `// The old secret as well, for as long as a rotation takes.`,
      'const secrets = [',
      `  process.env.${variable},`,
      `  process.env.${variable}_PREVIOUS,`,
      '].filter((secret) => secret);',
      `if (secrets.length === 0) throw new Error('Set ${variable}.');`,
      '',
      'const app = express();',
      '// express.raw and not express.json: the bytes as received are signed.',
      `app.post('${path}', express.raw({ type: '*/*', limit: '5mb' }), (request, response) => {`,
      '  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);',
      plan.takes.url && [
        '  // Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        '  const url = process.env.PUBLIC_ORIGIN + request.originalUrl;',
      ],
      `  if (!verify(${passed(plan, 'request.headersDistinct', 'rawBody')})) return response.sendStatus(401);`,
      '  // Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      '  response.sendStatus(200);',
      '});',
      'app.listen(3000);',
    );
  },
};

function passed({ takes }: CodePlan, headers: string, rawBody: string): string {
  return [headers, rawBody, 'secrets', takes.url && 'url', takes.method && 'request.method']
    .filter((name) => name !== false)
    .join(', ');
}

function cryptoNames({ algorithm, secret }: CodePlan): readonly string[] {
  const hash = secret.hash === undefined ? [] : ['createHash'];
  switch (algorithm.kind) {
    case 'hmac':
      return [...hash, 'createHmac', 'timingSafeEqual'];
    case 'hash':
      return ['createHash', 'timingSafeEqual'];
    case 'ed25519':
      return ['createPublicKey', 'verify as verifySignature'];
    case 'token':
    case 'basic':
      return [...hash, 'timingSafeEqual'];
  }
}

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

function verifyFunction(plan: CodePlan): Lines {
  const { takes, timestamp, needs } = plan;
  const parameters = [
    'headers',
    'rawBody',
    'secrets',
    takes.url && 'url',
    takes.method && 'method',
    windowed(plan) && 'now = Date.now()',
  ];
  return [
    '/**',
    ' * Whether one of the secrets signed the request. `headers`: each lower-case name with the list of its values, as',
    ' * `request.headersDistinct` has them; `rawBody`: a Buffer with the bytes as received, before any parsing.',
    ' */',
    `export function verify(${parameters.filter((name) => name !== false).join(', ')}) {`,
    needs.has('json') && '  const json = parsed(rawBody);',
    plan.signsPath && "  const path = url.replace(/^[a-z]+:\\/\\/[^/?#]*/i, '').replace(/[?#].*$/s, '');",
    signatureLines(plan),
    timestamp !== null && [
      timestamp.in !== 'signature' &&
        `  const timestamp = only(${timestamp.in === 'json' ? jsonValues(timestamp.name) : headerValues(timestamp.name)});`,
      timestamp.in === 'signature' && `  const timestamp = only(fields.get(${literal(timestamp.name)}));`,
      `  if (timestamp === null${windowed(plan) ? ' || !isRecent(timestamp, now)' : ''}) return false;`,
    ],
    plan.inputs.map(inputLines),
    matchLines(plan),
    '}',
  ];
}
