import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';

export function calledByVerify(plan: CodePlan): Lines {
  const { algorithm, signature, needs } = plan;
  return [
    '/** The one value a request may have; null when it is missing, empty or there several times. */',
    'function only(values = []) {',
    "  const value = values.length === 1 ? values[0].trim() : '';",
    "  return value === '' ? null : value;",
    '}',
    takesVerbatim(plan) && [
      '',
      '/** The same for a part that may be empty and is signed with its blanks. */',
      'function sole(values = []) {',
      '  return values.length === 1 ? values[0] : null;',
      '}',
    ],
    needs.has('json') && jsonHelpers,
    signature.prefix?.required === false && [
      '',
      'function without(prefix, text) {',
      '  return text.startsWith(prefix) ? text.slice(prefix.length) : text;',
      '}',
    ],
    algorithm.kind !== 'ed25519' && [
      '',
      '/** In constant time: how long a comparison takes must not tell how much of a guess is right. */',
      'function sameText(a, b) {',
      "  const [left, right] = [Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')];",
      '  return left.length === right.length && timingSafeEqual(left, right);',
      '}',
    ],
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

const jsonHelpers: Lines = [
  '',
  'function parsed(rawBody) {',
  '  try {',
  "    return JSON.parse(rawBody.toString('utf8'));",
  '  } catch {',
  '    return undefined;',
  '  }',
  '}',
  '',
  '/** The value at a dotted path as a list of one text; an empty list where there is none. */',
  'function jsonValues(json, path) {',
  '  let value = json;',
  "  for (const key of path.split('.')) {",
  '    // Items after the one that is read would be taken unverified.',
  '    if (Array.isArray(value) && value.length !== Number(key) + 1) return [];',
  "    value = value !== null && typeof value === 'object' && Object.hasOwn(value, key) ? value[key] : undefined;",
  '  }',
  "  if (value === null) return [''];",
  "  return ['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : [];",
  '}',
];

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  if (algorithm.kind === 'ed25519') {
    return [
      '/** The public key of 64 hex digits, in the envelope that Node reads. */',
      'function keyOf(secret) {',
      "  if (!/^[0-9a-f]{64}$/i.test(secret)) throw new Error('The public key is not 64 hex digits.');",
      "  const key = Buffer.from('302a300506032b6570032100' + secret, 'hex');",
      "  return createPublicKey({ key, format: 'der', type: 'spki' });",
      '}',
    ];
  }
  const isPlain = strip.length === 0 && normalize === undefined;
  return [
    'function keyOf(secret) {',
    !isPlain && '  let text = secret;',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `  text = text.replace(new RegExp(${literal(prefixPattern(prefix))}), '');`
        : `  if (text.startsWith(${literal(prefix)})) text = text.slice(${prefix.length});`,
    ),
    normalize !== undefined && `  text = text.normalize('${normalize}');`,
    `  const key = Buffer.from(${isPlain ? 'secret' : 'text'}, '${encoding}');`,
    "  if (key.every((byte) => byte === 0)) throw new Error('The secret is empty.');",
    encoding !== 'utf8' && [
      '  // Buffer.from passes over what it cannot read.',
      `  if (key.toString('${encoding}') !== ${isPlain ? 'secret' : 'text'}${encoding === 'hex' ? '.toLowerCase()' : ''}) throw new Error('The secret is not ${encoding}.');`,
    ],
    `  return ${hash === undefined ? 'key' : `createHash('${hash}').update(key).digest()`};`,
    '}',
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const readers: Record<typeof unit, Lines> = {
    s: [
      '  if (!/^\\d{1,15}$/.test(timestamp)) return false;',
      '  const age = Math.floor(now / 1000) - Number(timestamp);',
    ],
    ms: ['  if (!/^\\d{1,15}$/.test(timestamp)) return false;', '  const age = (now - Number(timestamp)) / 1000;'],
    iso: ['  const age = (now - Date.parse(timestamp)) / 1000;'],
    'http-date': ['  const age = Math.floor(now / 1000) - Date.parse(timestamp) / 1000;'],
  };
  return [
    '',
    '/** An old delivery that somebody recorded is right for ever but for this. */',
    'function isRecent(timestamp, now) {',
    readers[unit],
    futureSeconds === null
      ? `  return age <= ${toleranceSeconds};`
      : `  return age <= ${toleranceSeconds} && age >= -${futureSeconds};`,
    '}',
  ];
}
