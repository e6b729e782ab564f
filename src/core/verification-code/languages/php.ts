import type { CodePlan } from '../code-plan.ts';
import { type Lines, secretVariable, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './php/called-by-verify.ts';
import { fieldValues, inputLines, signatureLines, valuesOf } from './php/request-values.ts';
import { matchLines } from './php/signature-match.ts';

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
      calledByVerify(plan),
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
