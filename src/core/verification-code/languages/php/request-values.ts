import { type CodePlan, hasFields, type Input, type SignaturePlan } from '../../code-plan.ts';
import { camelCase, indented, type Lines } from '../../source-text.ts';
import { literal, wire } from './literals.ts';

export function signatureLines({ signature }: CodePlan): Lines {
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

export function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `$headers[${literal(key)}] ?? []`;
    case 'json':
      return `jsonValues($json, ${literal(key)})`;
    case 'query':
      return `queryValues($url, ${literal(key)})`;
  }
}

export function fieldValues(name: string): string {
  return `$fields[${wire(name)}] ?? []`;
}

export function inputLines(input: Input): Lines {
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
