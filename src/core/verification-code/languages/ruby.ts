import type { CodePlan } from '../code-plan.ts';
import { indented, type Lines, pascalCase, secretVariable, snakeCase, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './ruby/called-by-verify.ts';
import { literal, wire } from './ruby/literals.ts';
import { inputLines, signatureLines, valuesOf } from './ruby/request-values.ts';
import { matchLines } from './ruby/signature-match.ts';

/** A Rails controller beside a module of its own, so that other frameworks can use the module alone. */
export const ruby: CodeWriter = {
  lacks: [],
  fileName: ({ id }) => `${snakeCase(id)}_webhooks_controller.rb`,
  write(plan) {
    const variable = secretVariable(plan);
    const { takes } = plan;
    const passed = [
      'request.headers',
      'request.raw_post',
      'secrets',
      takes.url && 'url: url',
      takes.method && 'method: request.request_method',
    ];
    const module = `${pascalCase(plan.id)}Signature`;
    return sourceText(
      `# Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `# Mind: ${plan.trap}`,
      libraries(plan).map((name) => `require ${literal(name)}`),
      '',
      `module ${module}`,
      '  module_function',
      '',
      indented('  ', verifyMethod(plan), '', calledByVerify(plan)),
      'end',
      '',
      `class ${pascalCase(plan.id)}WebhooksController < ActionController::API`,
      '  def create',
      '    # The old secret as well, for as long as a rotation takes.',
      `    secrets = [ENV.fetch("${variable}"), ENV["${variable}_PREVIOUS"]].compact.reject(&:empty?)`,
      takes.url && [
        '    # Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        '    url = ENV.fetch("PUBLIC_ORIGIN") + request.fullpath',
      ],
      '    # raw_post and not params: the bytes as received are signed.',
      `    return head(:unauthorized) unless ${module}.verify(${passed.filter((name) => name !== false).join(', ')})`,
      '',
      '    # Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      '    head :ok',
      '  end',
      'end',
    );
  },
};

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

function libraries({ timestamp, needs }: CodePlan): readonly string[] {
  const unit = timestamp === null || timestamp.toleranceSeconds === null ? null : timestamp.unit;
  return [
    ...(needs.has('json') ? ['json'] : []),
    'openssl',
    ...(unit === 'iso' || unit === 'http-date' ? ['time'] : []),
    ...(needs.has('query') ? ['uri'] : []),
  ];
}

function verifyMethod(plan: CodePlan): Lines {
  const { takes, timestamp, needs } = plan;
  const parameters = [
    'headers',
    'raw_body',
    'secrets',
    takes.url && 'url:',
    takes.method && 'method:',
    windowed(plan) && 'now: Time.now',
  ];
  return [
    '# Whether one of the secrets signed the request. headers: looked up by name, as request.headers; raw_body: the bytes as',
    '# received, before any parsing.',
    `def verify(${parameters.filter((name) => name !== false).join(', ')})`,
    needs.has('json') && '  json = parsed(raw_body)',
    plan.signsPath && '  path = url.sub(%r{\\A[a-z]+://[^/?#]*}i, "").sub(/[?#].*\\z/m, "")',
    signatureLines(plan),
    timestamp !== null && [
      `  timestamp = only(${timestamp.in === 'signature' ? `fields[${wire(timestamp.name)}]` : valuesOf(timestamp.in, timestamp.name)})`,
      `  return false if timestamp.nil?${windowed(plan) ? ' || !recent?(timestamp, now)' : ''}`,
    ],
    plan.inputs.map(inputLines),
    matchLines(plan),
    'end',
  ];
}
