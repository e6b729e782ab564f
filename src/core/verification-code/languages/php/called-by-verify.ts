import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';

export function calledByVerify(plan: CodePlan): Lines {
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
