import { type CodePlan, hasFields, type Input, type SignaturePlan } from '../../code-plan.ts';
import { indented, type Lines, snakeCase } from '../../source-text.ts';
import { literal } from './literals.ts';

export function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '        ' : '    ';
  return [
    hasFields(signature) && '    fields = {}',
    list?.named == null && '    candidates = []',
    several
      ? [
          numbered
            ? `    for name in [${literal(only)} + str(number) for number in range(1, 101)]:`
            : `    for name in (${names.map(literal).join(', ')}):`,
          `        values = ${signature.in === 'json' ? 'json_values(json_body, name)' : 'header_values(headers, name)'}`,
          '        if not values:',
          '            continue',
          '        value = only(values)',
        ]
      : `    value = only(${valuesOf(signature.in, only)})`,
    prefix?.required === true && list === null
      ? `${pad}if value is None or not value.startswith(${literal(prefix.text)}):`
      : `${pad}if value is None:`,
    `${pad}    return False`,
    list === null
      ? `${pad}candidates.append(${candidate(signature, 'value')})`
      : indented(pad, listLines(signature, list)),
    list?.named != null &&
      `    candidates = [${candidate(signature, 'item')} for item in ${fieldValues(list.named.version)}]`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    separator === null
      ? 'items = [value]'
      : `items = [item.strip() for item in value.split(${literal(separator)}) if item.strip()]`,
    positional !== null && [`fields[${literal(positional)}] = items[:1]`, 'items = items[1:]'],
    'for item in items:',
    named === null
      ? `    candidates.append(${candidate(signature, 'item')})`
      : [
          `    name, assign, content = item.partition(${literal(named.assign)})`,
          '    if assign:',
          '        fields.setdefault(name, []).append(content)',
        ],
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}[${prefix.text.length}:]`
        : `${text}.removeprefix(${literal(prefix.text)})`;
  return bare + { 'lower-case': '.lower()', 'without-padding': '.rstrip("=")', 'as-it-is': '' }[compare];
}

export function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `header_values(headers, ${literal(key)})`;
    case 'json':
      return `json_values(json_body, ${literal(key)})`;
    case 'query':
      return `urllib.parse.parse_qs(urllib.parse.urlsplit(url).query, True, encoding="latin-1").get(${literal(key)}, [])`;
  }
}

export function fieldValues(name: string): string {
  return `fields.get(${literal(name)}, [])`;
}

export function inputLines(input: Input): Lines {
  const name = snakeCase(input.name);
  const values = input.from === 'field' ? fieldValues(input.key) : valuesOf(input.from, input.key);
  const lower = input.lowerCase ? '.lower()' : '';
  if (input.optional) {
    return [
      `    ${name} = ${values}`,
      `    if len(${name}) > 1:`,
      '        return False',
      `    ${name} = "".join(${literal(input.before)} + found.strip()${lower} + ${literal(input.after)} for found in ${name})`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` or ${literal(input.forbidden)} in ${name}`;
  return [
    `    ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values})`,
    `    if ${name} is None${forbidden}:`,
    '        return False',
  ];
}
