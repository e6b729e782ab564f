import type { CodePlan } from '../code-plan.ts';
import { type Lines, secretVariable, snakeCase, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './python/called-by-verify.ts';
import { literal } from './python/literals.ts';
import { fieldValues, inputLines, signatureLines, valuesOf } from './python/request-values.ts';
import { matchLines } from './python/signature-match.ts';

export const python: CodeWriter = {
  lacks: [],
  fileName: ({ id }) => `${snakeCase(id)}_webhook.py`,
  write(plan) {
    const variable = secretVariable(plan);
    const { takes } = plan;
    const passed = ['request.headers', 'raw_body', 'SECRETS', takes.url && 'url', takes.method && 'request.method'];
    return sourceText(
      `# Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `# Mind: ${plan.trap}`,
      modules(plan).map((name) => `import ${name}`),
      '',
      plan.algorithm.kind === 'ed25519' && [
        'from cryptography.exceptions import InvalidSignature',
        'from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey',
      ],
      'from flask import Flask, request',
      '',
      '',
      verifyFunction(plan),
      '',
      '',
      calledByVerify(plan),
      '',
      '',
      '# The old secret as well, for as long as a rotation takes.',
      `SECRETS = [os.environ[${literal(variable)}]]`,
      `if os.environ.get(${literal(`${variable}_PREVIOUS`)}):`,
      `    SECRETS.append(os.environ[${literal(`${variable}_PREVIOUS`)}])`,
      '',
      'app = Flask(__name__)',
      '',
      '',
      `@app.post(${literal(`/webhooks/${plan.id.join('-')}`)})`,
      `def ${snakeCase(plan.id)}_webhook():`,
      '    # get_data() and not request.json: the bytes as received are signed.',
      '    raw_body = request.get_data()',
      takes.url && [
        '    # Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        '    query = request.query_string.decode("latin-1")',
        '    url = os.environ["PUBLIC_ORIGIN"] + request.path + ("?" + query if query else "")',
      ],
      `    if not verify(${passed.filter((name) => name !== false).join(', ')}):`,
      '        return "", 401',
      '    # Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      '    return "", 200',
    );
  },
};

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

function modules({ algorithm, signature, secret, timestamp, needs, takes }: CodePlan): readonly string[] {
  const unit = timestamp === null || timestamp.toleranceSeconds === null ? null : timestamp.unit;
  const isMac = algorithm.kind === 'hmac' || algorithm.kind === 'hash';
  const base64 = signature.encoding !== 'hex' && algorithm.kind !== 'token';
  const names: readonly (readonly [string, boolean])[] = [
    ['base64', base64 || secret.encoding === 'base64'],
    ['hashlib', isMac || secret.hash !== undefined],
    ['hmac', algorithm.kind !== 'ed25519'],
    ['json', needs.has('json')],
    ['os', true],
    ['re', unit !== null || (secret.strip ?? []).some((prefix) => prefix.includes('{word}'))],
    ['time', unit !== null],
    ['unicodedata', secret.normalize !== undefined],
    ['urllib.parse', needs.has('query') || (takes.url && needs.has('query'))],
  ];
  const dates = unit === 'http-date' ? ['email.utils'] : [];
  const datetime = unit === 'iso' || unit === 'http-date' ? ['datetime'] : [];
  return [...datetime, ...dates, ...names.filter(([, wanted]) => wanted).map(([name]) => name)].sort();
}

function verifyFunction(plan: CodePlan): Lines {
  const { takes, timestamp, needs } = plan;
  const parameters = [
    'headers',
    'raw_body',
    'secrets',
    takes.url && 'url',
    takes.method && 'method',
    windowed(plan) && 'now=None',
  ];
  return [
    `def verify(${parameters.filter((name) => name !== false).join(', ')}):`,
    '    """Whether one of the secrets signed the request.',
    '',
    '    headers: anything with items(), such as request.headers. raw_body: the bytes as received, before any parsing.',
    '    """',
    needs.has('json') && '    json_body = parsed(raw_body)',
    plan.signsPath && '    path = re.sub(r"[?#].*$", "", re.sub(r"^[a-zA-Z]+://[^/?#]*", "", url))',
    signatureLines(plan),
    timestamp !== null && [
      `    timestamp = only(${timestamp.in === 'signature' ? fieldValues(timestamp.name) : valuesOf(timestamp.in, timestamp.name)})`,
      `    if timestamp is None${windowed(plan) ? ' or not is_recent(timestamp, now)' : ''}:`,
      '        return False',
    ],
    plan.inputs.map(inputLines),
    matchLines(plan),
  ];
}
