import { type CodePlan, hasFields, type Input, type SignaturePlan } from '../../code-plan.ts';
import { camelCase, indented, type Lines } from '../../source-text.ts';
import { literal } from './literals.ts';

export function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '        ' : '    ';
  return [
    hasFields(signature) && '    Map<String, List<String>> fields = new HashMap<>();',
    '    List<String> candidates = new ArrayList<>();',
    several
      ? [
          numbered
            ? '    for (int number = 1; number <= 100; number++) {'
            : `    for (String name : List.of(${names.map(literal).join(', ')})) {`,
          `        List<String> values = headers.apply(${numbered ? `${literal(only)} + number` : 'name'});`,
          '        if (values.isEmpty()) continue;',
          '        String value = only(values);',
        ]
      : `    String value = only(${headerValues(only)});`,
    prefix?.required === true && list === null
      ? `${pad}if (value == null || !value.startsWith(${literal(prefix.text)})) return false;`
      : `${pad}if (value == null) return false;`,
    list === null
      ? `${pad}candidates.add(${candidate(signature, 'value')});`
      : indented(pad, listLines(signature, list)),
    several && '    }',
    list?.named != null &&
      `    for (String item : ${fieldValues(list.named.version)}) candidates.add(${candidate(signature, 'item')});`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    'List<String> items = new ArrayList<>();',
    separator === null
      ? 'items.add(value);'
      : [
          `for (String item : value.split(Pattern.quote(${literal(separator)}))) {`,
          '    if (!item.isBlank()) items.add(item.strip());',
          '}',
        ],
    positional !== null && `if (!items.isEmpty()) fields.put(${literal(positional)}, List.of(items.remove(0)));`,
    'for (String item : items) {',
    named === null
      ? `    candidates.add(${candidate(signature, 'item')});`
      : [
          `    int at = item.indexOf(${literal(named.assign)});`,
          '    if (at == -1) continue;',
          `    String content = item.substring(at + ${named.assign.length});`,
          '    fields.computeIfAbsent(item.substring(0, at), name -> new ArrayList<>()).add(content);',
        ],
    '}',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}.substring(${prefix.text.length})`
        : `without(${literal(prefix.text)}, ${text})`;
  switch (compare) {
    case 'lower-case':
      return `${bare}.toLowerCase(Locale.ROOT)`;
    case 'without-padding':
      return `${bare}.replaceFirst("=+$", "")`;
    case 'as-it-is':
      return bare;
  }
}

export function headerValues(name: string): string {
  return `headers.apply(${literal(name)})`;
}

export function fieldValues(name: string): string {
  return `fields.getOrDefault(${literal(name)}, List.of())`;
}

export function inputLines(input: Input): Lines {
  const name = camelCase(input.name);
  const values =
    input.from === 'field'
      ? fieldValues(input.key)
      : input.from === 'query'
        ? `queryValues(url, ${literal(input.key)})`
        : headerValues(input.key);
  if (input.optional) {
    const found = `${name}Found`;
    const lower = input.lowerCase ? '.toLowerCase(Locale.ROOT)' : '';
    const around = [
      input.before === '' ? [] : literal(input.before),
      `${found}.get(0).strip()${lower}`,
      input.after === '' ? [] : literal(input.after),
    ];
    return [
      `    List<String> ${found} = ${values};`,
      `    if (${found}.size() > 1) return false;`,
      `    String ${name} = ${found}.isEmpty() ? "" : ${around.flat().join(' + ')};`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || ${name}.contains(${literal(input.forbidden)})`;
  return [
    `    String ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values});`,
    `    if (${name} == null${forbidden}) return false;`,
  ];
}
