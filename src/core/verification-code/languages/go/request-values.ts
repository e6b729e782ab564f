import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan } from '../../code-plan.ts';
import { camelCase, indented, type Lines } from '../../source-text.ts';
import { literal, wire } from './literals.ts';

export function signatureLines({ signature }: CodePlan, declaresOk: boolean): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '\t\t' : '\t';
  return [
    hasFields(signature) && '\tfields := map[string][]string{}',
    '\tvar candidates []string',
    several && declaresOk && '\tvar ok bool',
    several
      ? [
          numbered
            ? '\tfor number := 1; number <= 100; number++ {'
            : `\tfor _, name := range []string{${names.map(literal).join(', ')}} {`,
          numbered && `\t\tname := ${literal(only)} + strconv.Itoa(number)`,
          `\t\tvalues := ${signature.in === 'json' ? 'jsonValues(parsed, name)' : 'headers.Values(name)'}`,
          '\t\tif len(values) == 0 {',
          '\t\t\tcontinue',
          '\t\t}',
          '\t\tvalue, ok := only(values)',
        ]
      : `\tvalue, ok := only(${valuesOf(signature.in, only)})`,
    prefix?.required === true && list === null
      ? `${pad}if !ok || !strings.HasPrefix(value, ${wire(prefix.text)}) {`
      : `${pad}if !ok {`,
    `${pad}\treturn false, nil`,
    `${pad}}`,
    list === null
      ? `${pad}candidates = append(candidates, ${candidate(signature, 'value')})`
      : indented(pad, listLines(signature, list)),
    several && '\t}',
    list?.named != null && [
      `\tfor _, item := range ${fieldValues(list.named.version)} {`,
      `\t\tcandidates = append(candidates, ${candidate(signature, 'item')})`,
      '\t}',
    ],
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    'var items []string',
    separator === null
      ? 'items = append(items, value)'
      : [
          `for _, item := range strings.Split(value, ${wire(separator)}) {`,
          '\tif item = strings.TrimSpace(item); item != "" {',
          '\t\titems = append(items, item)',
          '\t}',
          '}',
        ],
    positional !== null && ['if len(items) > 0 {', `\tfields[${wire(positional)}], items = items[:1], items[1:]`, '}'],
    'for _, item := range items {',
    named === null
      ? `\tcandidates = append(candidates, ${candidate(signature, 'item')})`
      : [
          `\tif name, content, found := strings.Cut(item, ${wire(named.assign)}); found {`,
          '\t\tfields[name] = append(fields[name], content)',
          '\t}',
        ],
    '}',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare = prefix === null ? text : `strings.TrimPrefix(${text}, ${wire(prefix.text)})`;
  switch (compare) {
    case 'lower-case':
      return `strings.ToLower(${bare})`;
    case 'without-padding':
      return `strings.TrimRight(${bare}, "=")`;
    case 'as-it-is':
      return bare;
  }
}

export function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `headers.Values(${literal(key)})`;
    case 'json':
      return `jsonValues(parsed, ${literal(key)})`;
    case 'query':
      return `address.Query()[${literal(key)}]`;
  }
}

export function fieldValues(name: string): string {
  return `fields[${wire(name)}]`;
}

/** Not a keyword, an import or a name of the file's own: a name of several words that ends in none of Go's. */
export function variable(name: Name): string {
  return name.join(' ') === 'url' ? 'publicURL' : camelCase(name);
}

export function inputLines(input: Input): Lines {
  const name = variable(input.name);
  const values = input.from === 'field' ? fieldValues(input.key) : valuesOf(input.from, input.key);
  if (input.optional) {
    const around = input.from === 'json' ? literal : wire;
    const trimmed = `strings.TrimSpace(${name}Found[0])`;
    return [
      `\t${name}Found := ${values}`,
      `\tif len(${name}Found) > 1 {`,
      '\t\treturn false, nil',
      '\t}',
      `\t${name} := ""`,
      `\tif len(${name}Found) == 1 {`,
      `\t\t${name} = ${[
        input.before === '' ? [] : around(input.before),
        input.lowerCase ? `strings.ToLower(${trimmed})` : trimmed,
        input.after === '' ? [] : around(input.after),
      ]
        .flat()
        .join(' + ')}`,
      '\t}',
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || strings.Contains(${name}, ${wire(input.forbidden)})`;
  return [
    `\t${name}, ok := ${input.from === 'header' ? 'only' : 'sole'}(${values})`,
    `\tif !ok${forbidden} {`,
    '\t\treturn false, nil',
    '\t}',
  ];
}
