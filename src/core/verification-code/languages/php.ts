import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  byteEscape,
  camelCase,
  indented,
  type Lines,
  prefixPattern,
  quoted,
  secretVariable,
  sourceText,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

export const php: CodeWriter = {
  lacks: [],
  fileName: ({ id }) => `${id.join('-')}-webhook.php`,
  write(plan) {
    const variable = secretVariable(plan);
    const { takes } = plan;
    const passed = [
      'getallheaders()',
      '$rawBody',
      '$secrets',
      takes.url && '$url',
      takes.method && "$_SERVER['REQUEST_METHOD']",
    ];
    return sourceText(
      '<?php',
      '',
      `// Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `// Mind: ${plan.trap}`,
      '',
      'declare(strict_types=1);',
      '',
      verifyFunction(plan),
      '',
      helpers(plan),
      '',
      '// The old secret as well, for as long as a rotation takes.',
      `$secrets = array_filter([getenv('${variable}'), getenv('${variable}_PREVIOUS')]);`,
      'if ($secrets === []) {',
      `    throw new RuntimeException('Set ${variable}.');`,
      '}',
      takes.url && [
        '// Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        "$url = getenv('PUBLIC_ORIGIN') . ($_SERVER['REQUEST_URI'] ?? '/');",
      ],
      '// php://input and not $_POST: the bytes as received are signed.',
      "$rawBody = (string) file_get_contents('php://input');",
      '// Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      `http_response_code(verify(${passed.filter((name) => name !== false).join(', ')}) ? 200 : 401);`,
    );
  },
};

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

function verifyFunction(plan: CodePlan): Lines {
  const { takes, timestamp, needs } = plan;
  const parameters = [
    'array $headers',
    'string $rawBody',
    'array $secrets',
    takes.url && 'string $url',
    takes.method && 'string $method',
    windowed(plan) && '?float $now = null',
  ];
  return [
    '/**',
    ' * Whether one of the secrets signed the request. $headers: values, or lists of them, by name; $rawBody: the bytes as',
    ' * received, before any parsing.',
    ' */',
    `function verify(${parameters.filter((name) => name !== false).join(', ')}): bool`,
    '{',
    '    $headers = array_change_key_case($headers);',
    needs.has('json') && '    $json = json_decode($rawBody, true);',
    plan.signsPath && "    $path = preg_replace(['~^[a-z]+://[^/?#]*~i', '~[?#].*$~s'], '', $url);",
    signatureLines(plan),
    timestamp !== null && [
      `    $timestamp = only(${timestamp.in === 'signature' ? fieldValues(timestamp.name) : valuesOf(timestamp.in, timestamp.name)});`,
      `    if ($timestamp === null${windowed(plan) ? ' || !isRecent($timestamp, $now ?? microtime(true))' : ''}) {`,
      '        return false;',
      '    }',
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
  const pad = several ? '        ' : '    ';
  return [
    hasFields(signature) && '    $fields = [];',
    list?.named == null && '    $candidates = [];',
    several
      ? [
          numbered
            ? `    foreach (array_map(fn ($number) => ${literal(only)} . $number, range(1, 100)) as $name) {`
            : `    foreach ([${names.map(literal).join(', ')}] as $name) {`,
          `        $values = ${signature.in === 'json' ? 'jsonValues($json, $name)' : '(array) ($headers[$name] ?? [])'};`,
          '        if ($values === []) {',
          '            continue;',
          '        }',
          '        $value = only($values);',
        ]
      : `    $value = only(${valuesOf(signature.in, only)});`,
    prefix?.required === true && list === null
      ? `${pad}if ($value === null || !str_starts_with($value, ${wire(prefix.text)})) {`
      : `${pad}if ($value === null) {`,
    `${pad}    return false;`,
    `${pad}}`,
    list === null
      ? `${pad}$candidates[] = ${candidate(signature, '$value')};`
      : indented(pad, listLines(signature, list)),
    several && '    }',
    list?.named != null &&
      `    $candidates = array_map(fn ($item) => ${candidate(signature, '$item')}, ${fieldValues(list.named.version)});`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    separator === null
      ? '$items = [$value];'
      : `$items = array_filter(array_map('trim', explode(${wire(separator)}, $value)), fn ($item) => $item !== '');`,
    positional !== null && `$fields[${wire(positional)}] = array_splice($items, 0, 1);`,
    'foreach ($items as $item) {',
    named === null
      ? `    $candidates[] = ${candidate(signature, '$item')};`
      : [
          `    [$name, $content] = explode(${wire(named.assign)}, $item, 2) + [1 => null];`,
          '    if ($content !== null) {',
          '        $fields[$name][] = $content;',
          '    }',
        ],
    '}',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `substr(${text}, ${prefix.text.length})`
        : `without(${wire(prefix.text)}, ${text})`;
  switch (compare) {
    case 'lower-case':
      return `strtolower(${bare})`;
    case 'without-padding':
      return `rtrim(${bare}, '=')`;
    case 'as-it-is':
      return bare;
  }
}

function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `$headers[${literal(key)}] ?? []`;
    case 'json':
      return `jsonValues($json, ${literal(key)})`;
    case 'query':
      return `queryValues($url, ${literal(key)})`;
  }
}

function fieldValues(name: string): string {
  return `$fields[${wire(name)}] ?? []`;
}

function inputLines(input: Input): Lines {
  const name = `$${camelCase(input.name)}`;
  const values = input.from === 'field' ? fieldValues(input.key) : valuesOf(input.from, input.key);
  const trimmed = input.lowerCase ? 'strtolower(trim($found))' : 'trim($found)';
  if (input.optional) {
    const around = input.from === 'json' ? literal : wire;
    return [
      `    ${name} = (array) (${values});`,
      `    if (count(${name}) > 1) {`,
      '        return false;',
      '    }',
      `    ${name} = implode('', array_map(fn ($found) => ${around(input.before)} . ${trimmed} . ${around(input.after)}, ${name}));`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || str_contains(${name}, ${wire(input.forbidden)})`;
  return [
    `    ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values});`,
    `    if (${name} === null${forbidden}) {`,
    '        return false;',
    '    }',
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `$content = ${contentOf(plan)};`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `bin2hex(${digest})`;
      case 'base64':
        return `base64_encode(${digest})`;
      case 'base64url':
        return `rtrim(strtr(base64_encode(${digest}), '+/', '-_'), '=')`;
    }
  };
  const compared = (expected: string | null, test: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `    ${content}`,
    '    foreach ($secrets as $secret) {',
    '        $key = keyOf($secret);',
    usesSecret && `        ${content}`,
    expected !== null && `        $expected = ${expected};`,
    '        foreach ($candidates as $candidate) {',
    algorithm.kind !== 'ed25519' &&
      '            // In constant time: how long a comparison takes must not tell how much of a guess is right.',
    `            if (${test}) {`,
    '                return true;',
    '            }',
    '        }',
    '    }',
    '    return false;',
  ];
  const equal = 'hash_equals($expected, $candidate)';
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`hash_hmac('${algorithm.hash}', $content, $key, true)`), equal);
    case 'hash':
      return compared(encoded(`hash('${algorithm.hash}', $content, true)`), equal);
    case 'token':
      return compared('$key', equal);
    case 'basic':
      return compared(encoded('$key'), equal);
    case 'ed25519': {
      const bytes =
        signature.encoding === 'hex' ? 'hex2bin($candidate)' : "base64_decode(strtr($candidate, '-_', '+/'), true)";
      const shape = signature.encoding === 'hex' ? "'/^[0-9a-f]{128}$/D'" : "'/^[A-Za-z0-9+\\/_-]{86}(==)?$/D'";
      return compared(
        null,
        `preg_match(${shape}, $candidate) && sodium_crypto_sign_verify_detached(${bytes}, $content, $key)`,
      );
    }
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.flatMap((chunk) => {
    if (chunk.kind === 'body') return ['$rawBody'];
    if (chunk.kind === 'secret') return ['$key'];
    return [template(chunk.pieces)];
  });
  return parts.join(' . ');
}

function template(pieces: readonly (string | Name)[]): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined)
    return typeof first === 'string' ? literal(first) : `$${camelCase(first)}`;
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? doubleQuoted(piece, 'utf8').slice(1, -1) : `{$${camelCase(piece)}}`,
  );
  return `"${inside.join('')}"`;
}

function helpers(plan: CodePlan): Lines {
  const { needs, signature } = plan;
  return [
    '/** The one value a request may have; null when it is missing, empty or there several times. */',
    'function only(string|array $values): ?string',
    '{',
    '    $values = (array) $values;',
    "    $value = count($values) === 1 ? trim($values[0]) : '';",
    "    return $value === '' ? null : $value;",
    '}',
    signature.prefix?.required === false && [
      '',
      'function without(string $prefix, string $text): string',
      '{',
      '    return str_starts_with($text, $prefix) ? substr($text, strlen($prefix)) : $text;',
      '}',
    ],
    takesVerbatim(plan) && [
      '',
      '/** The same for a part that may be empty and is signed with its blanks. */',
      'function sole(array $values): ?string',
      '{',
      '    return count($values) === 1 ? $values[0] : null;',
      '}',
    ],
    needs.has('json') && jsonHelpers,
    needs.has('query') && queryHelpers,
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

const jsonHelpers: Lines = [
  '',
  '/** The value at a dotted path as a list of one text; an empty list where there is none. */',
  'function jsonValues(mixed $json, string $path): array',
  '{',
  "    foreach (explode('.', $path) as $key) {",
  '        // Items after the one that is read would be taken unverified.',
  '        $isTooLong = is_array($json) && array_is_list($json) && count($json) !== (int) $key + 1;',
  '        if (!is_array($json) || !array_key_exists($key, $json) || $isTooLong) {',
  '            return [];',
  '        }',
  '        $json = $json[$key];',
  '    }',
  '    if (is_array($json)) {',
  '        return [];',
  '    }',
  "    return [is_bool($json) ? ($json ? 'true' : 'false') : (string) $json];",
  '}',
];

const queryHelpers: Lines = [
  '',
  '/** By hand: parse_str() and $_GET write an underscore for a dot in a name. */',
  'function queryValues(string $url, string $name): array',
  '{',
  '    $values = [];',
  "    foreach (explode('&', (string) parse_url($url, PHP_URL_QUERY)) as $pair) {",
  "        [$key, $value] = array_map('urldecode', explode('=', $pair, 2)) + [1 => ''];",
  '        if ($key === $name) {',
  '            $values[] = $value;',
  '        }',
  '    }',
  '    return $values;',
  '}',
];

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  const refused = (condition: string, words: string): Lines => [
    `    if (${condition}) {`,
    `        throw new InvalidArgumentException('${words}');`,
    '    }',
  ];
  if (algorithm.kind === 'ed25519') {
    return [
      'function keyOf(string $secret): string',
      '{',
      refused("!preg_match('/^[0-9a-f]{64}$/Di', $secret)", 'The public key is not 64 hex digits.'),
      '    return hex2bin($secret);',
      '}',
    ];
  }
  return [
    'function keyOf(string $secret): string',
    '{',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `    $secret = preg_replace(${literal(`~${prefixPattern(prefix)}~`)}, '', $secret);`
        : [
            `    if (str_starts_with($secret, ${literal(prefix)})) {`,
            `        $secret = substr($secret, strlen(${literal(prefix)}));`,
            '    }',
          ],
    ),
    // NFKD leaves ASCII as it is, and takes an extension for anything else.
    normalize !== undefined &&
      refused("preg_match('/[^ -~]/', $secret)", 'The secret has characters that are not ASCII.'),
    encoding === 'utf8' && '    $key = $secret;',
    encoding === 'hex' && [
      refused("!preg_match('/^([0-9a-f]{2})+$/Di', $secret)", 'The secret is not hex.'),
      '    $key = hex2bin($secret);',
    ],
    encoding === 'base64' && [
      '    $key = base64_decode($secret, true);',
      refused('$key === false || base64_encode($key) !== $secret', 'The secret is not base64.'),
    ],
    refused('trim($key, "\\0") === \'\'', 'The secret is empty.'),
    `    return ${hash === undefined ? '$key' : `hash('${hash}', $key, true)`};`,
    '}',
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const digits = ["    if (!preg_match('/^[0-9]{1,15}$/D', $timestamp)) {", '        return false;', '    }'];
  const dated = (shape: string): Lines => [
    `    if (!preg_match('${shape}', $timestamp)) {`,
    '        return false;',
    '    }',
    '    $moment = date_create_immutable($timestamp);',
    '    if ($moment === false) {',
    '        return false;',
    '    }',
  ];
  const readers: Record<typeof unit, Lines> = {
    s: [...digits, '    $age = floor($now) - (int) $timestamp;'],
    ms: [...digits, '    $age = $now - (int) $timestamp / 1000;'],
    iso: [
      dated('/^\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:?\\d\\d)$/D'),
      "    $age = $now - (float) $moment->format('U.u');",
    ],
    'http-date': [
      dated('/^[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT$/D'),
      '    $age = floor($now) - $moment->getTimestamp();',
    ],
  };
  return [
    '',
    '/** An old delivery that somebody recorded is right for ever but for this. */',
    'function isRecent(string $timestamp, float $now): bool',
    '{',
    readers[unit],
    `    return $age <= ${toleranceSeconds}${futureSeconds === null ? '' : ` && $age >= -${futureSeconds}`};`,
    '}',
  ];
}

/** Text in UTF-8. */
function literal(text: string): string {
  return /^[ -~]*$/.test(text) ? quoted(text, "'", '', String) : doubleQuoted(text, 'utf8');
}

/** Bytes as they stand in a header. */
function wire(text: string): string {
  return /^[ -~]*$/.test(text) ? quoted(text, "'", '', String) : doubleQuoted(text, 'latin1');
}

function doubleQuoted(text: string, encoding: 'utf8' | 'latin1'): string {
  return quoted(text, '"', '$', byteEscape(encoding));
}
