import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';

export function calledByVerify(plan: CodePlan): Lines {
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
