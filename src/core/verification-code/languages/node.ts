import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  camelCase,
  indented,
  type Lines,
  prefixPattern,
  quoted,
  secretVariable,
  sourceText,
  utf16Escape,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

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
      helpers(plan),
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

function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '    ' : '  ';
  return [
    hasFields(signature) && '  const fields = new Map();',
    list?.named == null && '  const candidates = [];',
    several
      ? [
          numbered
            ? `  for (const name of Array.from({ length: 100 }, (_, index) => ${literal(only)} + (index + 1))) {`
            : `  for (const name of [${names.map(literal).join(', ')}]) {`,
          `    const values = ${signature.in === 'json' ? 'jsonValues(json, name)' : 'headers[name] ?? []'};`,
          '    if (values.length === 0) continue;',
          '    const value = only(values);',
        ]
      : `  const value = only(${signature.in === 'json' ? jsonValues(only) : headerValues(only)});`,
    prefix?.required === true && list === null
      ? `${pad}if (value === null || !value.startsWith(${literal(prefix.text)})) return false;`
      : `${pad}if (value === null) return false;`,
    list === null
      ? `${pad}candidates.push(${candidate(signature, 'value')});`
      : indented(pad, listLines(signature, list)),
    several && '  }',
    list?.named != null && [
      `  const found = fields.get(${literal(list.named.version)}) ?? [];`,
      `  const candidates = found.map((item) => ${candidate(signature, 'item')});`,
    ],
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    separator === null
      ? 'const items = [value];'
      : `const items = value.split(${literal(separator)}).map((item) => item.trim()).filter((item) => item !== '');`,
    positional !== null && `fields.set(${literal(positional)}, items.splice(0, 1));`,
    'for (const item of items) {',
    named === null
      ? `  candidates.push(${candidate(signature, 'item')});`
      : [
          `  const [name, ...rest] = item.split(${literal(named.assign)});`,
          `  if (rest.length > 0) fields.set(name, [...(fields.get(name) ?? []), rest.join(${literal(named.assign)})]);`,
        ],
    '}',
  ];
}

/** An expression for a received signature as it is compared. */
function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}.slice(${prefix.text.length})`
        : `without(${literal(prefix.text)}, ${text})`;
  switch (compare) {
    case 'lower-case':
      return `${bare}.toLowerCase()`;
    case 'without-padding':
      return `${bare}.replace(/=+$/, '')`;
    case 'as-it-is':
      return bare;
  }
}

function headerValues(name: string): string {
  return `headers[${literal(name)}]`;
}

function jsonValues(path: string): string {
  return `jsonValues(json, ${literal(path)})`;
}

function inputLines(input: Input): Lines {
  const name = camelCase(input.name);
  const values = {
    header: headerValues(input.key),
    json: jsonValues(input.key),
    query: `new URL(url).searchParams.getAll(${literal(input.key)})`,
    field: `fields.get(${literal(input.key)})`,
  }[input.from];
  const lower = input.lowerCase ? '.toLowerCase()' : '';
  if (input.optional) {
    const found = `${name}Values`;
    return [
      `  const ${found} = ${values} ?? [];`,
      `  if (${found}.length > 1) return false;`,
      `  const ${name} = ${found}.map((found) => ${literal(input.before)} + found.trim()${lower} + ${literal(input.after)}).join('');`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || ${name}.includes(${literal(input.forbidden)})`;
  return [
    `  const ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values});`,
    `  if (${name} === null${forbidden}) return false;`,
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const encoding = literal(signature.encoding);
  const withSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `  const content = ${contentOf(plan)};`;
  const before = (inner: Lines): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !withSecret && content,
    '  return secrets.some((secret) => {',
    '    const key = keyOf(secret);',
    withSecret && `  ${content}`,
    inner,
    '  });',
  ];
  const compared = (expected: string): Lines => [
    `    const expected = ${expected};`,
    '    return candidates.some((candidate) => sameText(candidate, expected));',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return before(compared(`createHmac('${algorithm.hash}', key).update(content).digest(${encoding})`));
    case 'hash':
      return before(compared(`createHash('${algorithm.hash}').update(content).digest(${encoding})`));
    case 'token':
      return before(compared("key.toString('latin1')"));
    case 'basic':
      return before(compared(`key.toString(${encoding})`));
    case 'ed25519':
      return before([
        '    return candidates.some((candidate) => {',
        `      const bytes = Buffer.from(candidate, ${encoding});`,
        `      return bytes.length === 64 && bytes.toString(${encoding}) === candidate && verifySignature(null, content, key, bytes);`,
        '    });',
      ]);
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'rawBody';
    if (chunk.kind === 'secret') return 'key';
    return `Buffer.from(${template(chunk.pieces)}, '${chunk.encoding}')`;
  });
  return parts.length === 1 ? (parts[0] ?? '') : `Buffer.concat([${parts.join(', ')}])`;
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && typeof first !== 'string') return camelCase(first);
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? quoted(piece, '`', '$', utf16Escape).slice(1, -1) : `\${${camelCase(piece)}}`,
  );
  return `\`${inside.join('')}\``;
}

function helpers(plan: CodePlan): Lines {
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

function literal(text: string): string {
  return quoted(text, "'", '', utf16Escape);
}
