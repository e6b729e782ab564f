import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  hex,
  indented,
  type Lines,
  prefixPattern,
  quoted,
  secretVariable,
  snakeCase,
  sourceText,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

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
      helpers(plan),
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

function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '        ' : '    ';
  return [
    hasFields(signature) && '    fields = {}',
    list?.named == null && '    candidates = []',
    several
      ? [
          numbered
            ? `    for name in [${literal(only)} + str(number) for number in range(1, 101)]:`
            : `    for name in (${names.map(literal).join(', ')}):`,
          `        values = ${signature.in === 'json' ? 'json_values(json_body, name)' : 'header_values(headers, name)'}`,
          '        if not values:',
          '            continue',
          '        value = only(values)',
        ]
      : `    value = only(${valuesOf(signature.in, only)})`,
    prefix?.required === true && list === null
      ? `${pad}if value is None or not value.startswith(${literal(prefix.text)}):`
      : `${pad}if value is None:`,
    `${pad}    return False`,
    list === null
      ? `${pad}candidates.append(${candidate(signature, 'value')})`
      : indented(pad, listLines(signature, list)),
    list?.named != null &&
      `    candidates = [${candidate(signature, 'item')} for item in ${fieldValues(list.named.version)}]`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    separator === null
      ? 'items = [value]'
      : `items = [item.strip() for item in value.split(${literal(separator)}) if item.strip()]`,
    positional !== null && [`fields[${literal(positional)}] = items[:1]`, 'items = items[1:]'],
    'for item in items:',
    named === null
      ? `    candidates.append(${candidate(signature, 'item')})`
      : [
          `    name, assign, content = item.partition(${literal(named.assign)})`,
          '    if assign:',
          '        fields.setdefault(name, []).append(content)',
        ],
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}[${prefix.text.length}:]`
        : `${text}.removeprefix(${literal(prefix.text)})`;
  return bare + { 'lower-case': '.lower()', 'without-padding': '.rstrip("=")', 'as-it-is': '' }[compare];
}

function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `header_values(headers, ${literal(key)})`;
    case 'json':
      return `json_values(json_body, ${literal(key)})`;
    case 'query':
      return `urllib.parse.parse_qs(urllib.parse.urlsplit(url).query, True, encoding="latin-1").get(${literal(key)}, [])`;
  }
}

function fieldValues(name: string): string {
  return `fields.get(${literal(name)}, [])`;
}

function inputLines(input: Input): Lines {
  const name = snakeCase(input.name);
  const values = input.from === 'field' ? fieldValues(input.key) : valuesOf(input.from, input.key);
  const lower = input.lowerCase ? '.lower()' : '';
  if (input.optional) {
    return [
      `    ${name} = ${values}`,
      `    if len(${name}) > 1:`,
      '        return False',
      `    ${name} = "".join(${literal(input.before)} + found.strip()${lower} + ${literal(input.after)} for found in ${name})`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` or ${literal(input.forbidden)} in ${name}`;
  return [
    `    ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values})`,
    `    if ${name} is None${forbidden}:`,
    '        return False',
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `    content = ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `${digest}.hex()`;
      case 'base64':
        return `base64.b64encode(${digest}).decode()`;
      case 'base64url':
        return `base64.urlsafe_b64encode(${digest}).decode().rstrip("=")`;
    }
  };
  const compared = (expected: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && content,
    '    for secret in secrets:',
    '        key = key_of(secret)',
    usesSecret && `    ${content}`,
    `        expected = ${expected}`,
    '        if any(same_text(candidate, expected) for candidate in candidates):',
    '            return True',
    '    return False',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`hmac.new(key, content, hashlib.${algorithm.hash}).digest()`));
    case 'hash':
      return compared(encoded(`hashlib.${algorithm.hash}(content).digest()`));
    case 'token':
      return compared('key.decode("latin-1")');
    case 'basic':
      return compared(encoded('key'));
    case 'ed25519':
      return [
        content,
        '    for secret in secrets:',
        '        key = key_of(secret)',
        '        for candidate in candidates:',
        '            try:',
        `                key.verify(${signature.encoding === 'hex' ? 'bytes.fromhex(candidate)' : 'base64.b64decode(candidate, validate=True)'}, content)`,
        '                return True',
        '            except (InvalidSignature, ValueError):',
        '                continue',
        '    return False',
      ];
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'raw_body';
    if (chunk.kind === 'secret') return 'key';
    return `${template(chunk.pieces)}.encode("${chunk.encoding === 'utf8' ? 'utf-8' : 'latin-1'}")`;
  });
  return parts.join(' + ');
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return typeof first === 'string' ? literal(first) : snakeCase(first);
  const inside = pieces.map((piece) =>
    typeof piece === 'string'
      ? literal(piece).slice(1, -1).replaceAll('{', '{{').replaceAll('}', '}}')
      : `{${snakeCase(piece)}}`,
  );
  return `f"${inside.join('')}"`;
}

function helpers(plan: CodePlan): Lines {
  const { algorithm, needs, signature, timestamp, inputs } = plan;
  const readsHeaders =
    signature.in === 'header' || timestamp?.in === 'header' || inputs.some(({ from }) => from === 'header');
  return [
    readsHeaders && [
      'def header_values(headers, name):',
      '    return [value for key, value in headers.items() if key.lower() == name]',
      '',
      '',
    ],
    'def only(values):',
    '    """The one value a request may have; None when it is missing, empty or there several times."""',
    '    return values[0].strip() or None if len(values) == 1 else None',
    takesVerbatim(plan) && [
      '',
      '',
      'def sole(values):',
      '    """The same for a part that may be empty and is signed with its blanks."""',
      '    return values[0] if len(values) == 1 else None',
    ],
    needs.has('json') && jsonHelpers,
    algorithm.kind !== 'ed25519' && [
      '',
      '',
      'def same_text(a, b):',
      '    """In constant time: how long a comparison takes must not tell how much of a guess is right."""',
      '    return hmac.compare_digest(a.encode("latin-1"), b.encode("latin-1"))',
    ],
    '',
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

const jsonHelpers: Lines = [
  '',
  '',
  'def parsed(raw_body):',
  '    try:',
  '        return json.loads(raw_body)',
  '    except ValueError:',
  '        return None',
  '',
  '',
  'def json_values(value, path):',
  '    """The value at a dotted path as a list of one text; an empty list where there is none."""',
  '    for key in path.split("."):',
  '        # Items after the one that is read would be taken unverified.',
  '        if isinstance(value, list) and key.isdecimal() and len(value) == int(key) + 1:',
  '            value = value[int(key)]',
  '        elif isinstance(value, dict) and key in value:',
  '            value = value[key]',
  '        else:',
  '            return []',
  '    if isinstance(value, (dict, list)):',
  '        return []',
  '    return [value if isinstance(value, str) else "" if value is None else json.dumps(value)]',
];

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  if (algorithm.kind === 'ed25519') {
    return [
      'def key_of(secret):',
      '    """The public key of 64 hex digits."""',
      '    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(secret))',
    ];
  }
  const decoded = {
    utf8: 'secret.encode()',
    hex: 'bytes.fromhex(secret)',
    base64: 'base64.b64decode(secret, validate=True)',
  };
  return [
    'def key_of(secret):',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `    secret = re.sub(${literal(prefixPattern(prefix))}, "", secret)`
        : `    secret = secret.removeprefix(${literal(prefix)})`,
    ),
    normalize !== undefined && `    secret = unicodedata.normalize("${normalize}", secret)`,
    `    key = ${decoded[encoding]}`,
    '    if not any(key):',
    '        raise ValueError("The secret is empty.")',
    `    return ${hash === undefined ? 'key' : `hashlib.${hash}(key).digest()`}`,
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const digits = ['    if not re.fullmatch(r"[0-9]{1,15}", timestamp):', '        return False'];
  const isoShape = String.raw`r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:?\d\d)"`;
  const readers: Record<typeof unit, Lines> = {
    s: [...digits, '    age = int(now) - int(timestamp)'],
    ms: [...digits, '    age = now - int(timestamp) / 1000'],
    iso: [
      '    try:',
      '        age = now - datetime.datetime.fromisoformat(timestamp.upper()).timestamp()',
      '    except ValueError:',
      '        return False',
    ],
    'http-date': [
      '    try:',
      '        age = int(now) - email.utils.parsedate_to_datetime(timestamp).timestamp()',
      '    except ValueError:',
      '        return False',
    ],
  };
  return [
    '',
    '',
    'def is_recent(timestamp, now=None):',
    '    """An old delivery that somebody recorded is right for ever but for this."""',
    '    now = time.time() if now is None else now',
    unit === 'iso' && [`    if not re.fullmatch(${isoShape}, timestamp):`, '        return False'],
    readers[unit],
    `    return ${futureSeconds === null ? '' : `-${futureSeconds} <= `}age <= ${toleranceSeconds}`,
  ];
}

function literal(text: string): string {
  return quoted(text, '"', '', (code) => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`));
}
