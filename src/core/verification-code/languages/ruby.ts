import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  byteEscape,
  indented,
  type Lines,
  pascalCase,
  prefixPattern,
  quoted,
  secretVariable,
  snakeCase,
  sourceText,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

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
      indented('  ', verifyMethod(plan), '', helpers(plan)),
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

function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '    ' : '  ';
  return [
    hasFields(signature) && '  fields = Hash.new { |hash, name| hash[name] = [] }',
    list?.named == null && '  candidates = []',
    several
      ? [
          numbered
            ? `  (1..100).map { |number| "#{${literal(only)}}#{number}" }.each do |name|`
            : `  [${names.map(literal).join(', ')}].each do |name|`,
          `    values = ${signature.in === 'json' ? 'json_values(json, name)' : 'Array(headers[name])'}`,
          '    next if values.empty?',
          '',
          '    value = only(values)',
        ]
      : `  value = only(${valuesOf(signature.in, only)})`,
    prefix?.required === true && list === null
      ? `${pad}return false unless value&.start_with?(${wire(prefix.text)})`
      : `${pad}return false if value.nil?`,
    list === null ? `${pad}candidates << ${candidate(signature, 'value')}` : indented(pad, listLines(signature, list)),
    several && '  end',
    list?.named != null &&
      `  candidates = fields[${wire(list.named.version)}].map { |item| ${candidate(signature, 'item')} }`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    // A separator of one space would split at any run of white space, which trimming and rejecting comes to as well.
    separator === null ? 'items = [value]' : `items = value.split(${wire(separator)}).map(&:strip).reject(&:empty?)`,
    positional !== null && `fields[${wire(positional)}] = items.shift(1)`,
    'items.each do |item|',
    named === null
      ? `  candidates << ${candidate(signature, 'item')}`
      : [
          `  name, assign, content = item.partition(${wire(named.assign)})`,
          '  fields[name] << content unless assign.empty?',
        ],
    'end',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}[${prefix.text.length}..]`
        : `${text}.delete_prefix(${wire(prefix.text)})`;
  return bare + { 'lower-case': '.downcase', 'without-padding': '.sub(/=+\\z/, "")', 'as-it-is': '' }[compare];
}

function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `headers[${literal(key)}]`;
    case 'json':
      return `json_values(json, ${literal(key)})`;
    case 'query':
      return `URI.decode_www_form(URI(url).query.to_s).filter_map { |name, value| value if name == ${literal(key)} }`;
  }
}

function inputLines(input: Input): Lines {
  const name = snakeCase(input.name);
  const values = input.from === 'field' ? `fields[${wire(input.key)}]` : valuesOf(input.from, input.key);
  const lower = input.lowerCase ? '.downcase' : '';
  if (input.optional) {
    const around = input.from === 'json' ? utf8 : wire;
    return [
      `  ${name} = Array(${values})`,
      `  return false if ${name}.length > 1`,
      '',
      `  ${name} = ${name}.map { |found| ${around(input.before)} + found.b.strip${lower} + ${around(input.after)} }.join`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || ${name}.include?(${wire(input.forbidden)})`;
  return [
    `  ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values})`,
    `  return false if ${name}.nil?${forbidden}`,
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `content = ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `${digest}.unpack1("H*")`;
      case 'base64':
        return `[${digest}].pack("m0")`;
      case 'base64url':
        return `[${digest}].pack("m0").tr("+/", "-_").delete("=")`;
    }
  };
  const hash = 'hash' in algorithm ? `"${algorithm.hash.toUpperCase()}"` : '';
  const compared = (expected: string): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `  ${content}`,
    '  secrets.any? do |secret|',
    '    key = key_of(secret)',
    usesSecret && `    ${content}`,
    `    expected = ${expected}`,
    '    candidates.any? { |candidate| same_text?(candidate, expected) }',
    '  end',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return compared(encoded(`OpenSSL::HMAC.digest(${hash}, key, content)`));
    case 'hash':
      return compared(encoded(`OpenSSL::Digest.digest(${hash}, content)`));
    case 'token':
      return compared('key');
    case 'basic':
      return compared(encoded('key'));
    case 'ed25519': {
      const shape = signature.encoding === 'hex' ? '/\\A[0-9a-f]{128}\\z/' : '/\\A[A-Za-z0-9+\\/_-]{86}(==)?\\z/';
      const decoded = signature.encoding === 'hex' ? '[candidate].pack("H*")' : 'candidate.tr("-_", "+/").unpack1("m")';
      return [
        `  ${content}`,
        '  secrets.any? do |secret|',
        '    key = key_of(secret)',
        `    candidates.any? { |candidate| candidate.match?(${shape}) && key.verify(nil, ${decoded}, content) }`,
        '  end',
      ];
    }
  }
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'raw_body.b';
    if (chunk.kind === 'secret') return 'key';
    return template(chunk.pieces);
  });
  return parts.join(' + ');
}

function template(pieces: readonly (string | Name)[]): string {
  const inside = pieces.map((piece) =>
    typeof piece === 'string' ? utf8(piece).replace(/\.b$/, '').slice(1, -1) : `#{${snakeCase(piece)}.b}`,
  );
  return `"${inside.join('')}".b`;
}

function helpers(plan: CodePlan): Lines {
  const { algorithm, needs } = plan;
  return [
    '# The one value a request may have; nil when it is missing, empty or there several times.',
    'def only(values)',
    '  values = Array(values)',
    '  value = values.length == 1 ? values.first.b.strip : ""',
    '  value.empty? ? nil : value',
    'end',
    takesVerbatim(plan) && [
      '',
      '# The same for a part that may be empty and is signed with its blanks.',
      'def sole(values)',
      '  values.length == 1 ? values.first.b : nil',
      'end',
    ],
    needs.has('json') && jsonHelpers,
    algorithm.kind !== 'ed25519' && [
      '',
      '# In constant time: how long a comparison takes must not tell how much of a guess is right.',
      'def same_text?(a, b)',
      '  a.bytesize == b.bytesize && OpenSSL.fixed_length_secure_compare(a, b)',
      'end',
    ],
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

const jsonHelpers: Lines = [
  '',
  'def parsed(raw_body)',
  '  JSON.parse(raw_body)',
  'rescue JSON::ParserError, EncodingError',
  '  nil',
  'end',
  '',
  '# The value at a dotted path as a list of one text; an empty list where there is none.',
  'def json_values(json, path)',
  '  path.split(".").each do |key|',
  '    # Items after the one that is read would be taken unverified.',
  '    case json',
  '    when Array then key.match?(/\\A\\d+\\z/) && json.length == key.to_i + 1 ? json = json[key.to_i] : (return [])',
  '    when Hash then json.key?(key) ? json = json[key] : (return [])',
  '    else return []',
  '    end',
  '  end',
  '  json.is_a?(Array) || json.is_a?(Hash) ? [] : [json.to_s]',
  'end',
];

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  if (algorithm.kind === 'ed25519') {
    return [
      '# The public key of 64 hex digits, in the envelope that OpenSSL reads.',
      'def key_of(secret)',
      '  raise ArgumentError, "The public key is not 64 hex digits." unless secret.match?(/\\A\\h{64}\\z/)',
      '',
      '  OpenSSL::PKey.read(["302a300506032b6570032100#{secret}"].pack("H*"))',
      'end',
    ];
  }
  return [
    'def key_of(secret)',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `  secret = secret.sub(Regexp.new(${literal(prefixPattern(prefix).replace('^', '\\A'))}), "")`
        : `  secret = secret.delete_prefix(${literal(prefix)})`,
    ),
    normalize !== undefined && `  secret = secret.unicode_normalize(:${normalize.toLowerCase()})`,
    encoding === 'utf8' && '  key = secret.b',
    encoding === 'hex' && [
      '  raise ArgumentError, "The secret is not hex." unless secret.match?(/\\A(\\h\\h)+\\z/)',
      '',
      '  key = [secret].pack("H*")',
    ],
    encoding === 'base64' && '  key = secret.unpack1("m0")',
    '  raise ArgumentError, "The secret is empty." if key.bytes.all?(0)',
    '',
    `  ${hash === undefined ? 'key' : `OpenSSL::Digest.digest("${hash.toUpperCase()}", key)`}`,
    'end',
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const digits = ['  return false unless timestamp.match?(/\\A\\d{1,15}\\z/)', ''];
  const readers: Record<typeof unit, Lines> = {
    s: [...digits, '  age = now.to_i - timestamp.to_i'],
    ms: [...digits, '  age = now.to_f - timestamp.to_i / 1000.0'],
    iso: ['  age = now.to_f - Time.iso8601(timestamp).to_f'],
    'http-date': ['  age = now.to_i - Time.httpdate(timestamp).to_i'],
  };
  return [
    '',
    '# An old delivery that somebody recorded is right for ever but for this.',
    'def recent?(timestamp, now)',
    readers[unit],
    futureSeconds === null ? `  age <= ${toleranceSeconds}` : `  age.between?(-${futureSeconds}, ${toleranceSeconds})`,
    (unit === 'iso' || unit === 'http-date') && ['rescue ArgumentError', '  false'],
    'end',
  ];
}

/** Text of a program: names of JSON fields, prefixes of secrets. */
function literal(text: string): string {
  return quoted(text, '"', '#', (code) => `\\u{${code.toString(16)}}`);
}

/** Bytes as they stand in a header. */
function wire(text: string): string {
  const written = quoted(text, '"', '#', byteEscape('latin1'));
  return written.includes('\\x') ? `${written}.b` : written;
}

/** Bytes of UTF-8. */
function utf8(text: string): string {
  const written = quoted(text, '"', '#', byteEscape('utf8'));
  return written.includes('\\x') ? `${written}.b` : written;
}
