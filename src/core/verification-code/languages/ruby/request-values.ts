import { type CodePlan, hasFields, type Input, type SignaturePlan } from '../../code-plan.ts';
import { indented, type Lines, snakeCase } from '../../source-text.ts';
import { literal, utf8, wire } from './literals.ts';

export function signatureLines({ signature }: CodePlan): Lines {
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

export function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `headers[${literal(key)}]`;
    case 'json':
      return `json_values(json, ${literal(key)})`;
    case 'query':
      return `URI.decode_www_form(URI(url).query.to_s).filter_map { |name, value| value if name == ${literal(key)} }`;
  }
}

export function inputLines(input: Input): Lines {
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
