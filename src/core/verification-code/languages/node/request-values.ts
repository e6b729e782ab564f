import { type CodePlan, hasFields, type Input, type SignaturePlan } from '../../code-plan.ts';
import { camelCase, indented, type Lines } from '../../source-text.ts';
import { literal } from './literals.ts';

export function signatureLines({ signature }: CodePlan): Lines {
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

export function headerValues(name: string): string {
  return `headers[${literal(name)}]`;
}

export function jsonValues(path: string): string {
  return `jsonValues(json, ${literal(path)})`;
}

export function inputLines(input: Input): Lines {
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
