import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';

export function calledByVerify(plan: CodePlan): Lines {
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
