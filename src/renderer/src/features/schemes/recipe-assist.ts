import { recipeSchema } from '../../../../core/signature/recipe.ts';
import { recipeIssues } from '../../../../core/signature/recipe-issues.ts';
import { jsonProblem } from '../../../../core/view/json.ts';
import {
  type JsonPath,
  type JsonPlace,
  jsonNamesAt,
  jsonPlaceAt,
  jsonPlaceOf,
} from '../../../../core/view/json-places.ts';
import type { Completion, TextAssist, TextHelp, TextMark } from '../../editor/index.ts';
import { algorithms, encodings, keyEncodings, keyHashes, places, timestampPlaces, units } from './choices.ts';
import { starters } from './presets.ts';
import { recipeOf } from './recipe-form.ts';
import { MAX_RECIPE_DEPTH } from './recipe-json.ts';
import { type RecipeSchema, schemaAt } from './recipe-schema.ts';
import { rareTokens, usualTokens } from './token-help.ts';

/** What the JSON view of a recipe offers, explains and marks: the schema's own words and, for values, the form's. */
export const recipeAssist: TextAssist = { complete, explain, problems };

const choices: Readonly<
  Record<string, readonly { readonly id: string; readonly label: string; readonly hint?: string }[]>
> = {
  algorithm: algorithms,
  'signature.in': places,
  'signature.encoding': encodings,
  'timestamp.in': timestampPlaces,
  'timestamp.unit': units,
  'secret.encoding': keyEncodings,
  'secret.hash': keyHashes,
};

const tokens = [...usualTokens, ...rareTokens];

function complete(text: string, offset: number): readonly Completion[] {
  if (text.trim() === '') return wholeRecipes(text);
  const place = jsonPlaceAt(text, offset);
  if (place === null) return [];
  const [start, end] = [place.start, typedEnd(text, place, offset)];
  if (place.role === 'name') return names(text, place, { start, end });
  if (place.path.join('.') === 'signed' && place.start < place.end) return templateTokens(text, place, offset);
  const schema = schemaAt(place.path);
  return schema === null ? [] : values(place.path, schema).map((each) => ({ ...each, start, end }));
}

/** A text without its last quotation mark goes on to the end of the line, and what stands there is not part of it. */
function typedEnd(text: string, { start, end }: JsonPlace, offset: number): number {
  const token = text.slice(start, end);
  return token.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/.test(token) ? offset : end;
}

type Span = Pick<Completion, 'start' | 'end'>;

function names(text: string, { path, start, end: tokenEnd }: JsonPlace, span: Span): readonly Completion[] {
  // In a gap the path is the object's, in a name that is being typed the member's.
  const parent = start === tokenEnd ? path : path.slice(0, -1);
  const { properties = {}, required = [] } = schemaAt(parent) ?? {};
  const own = start === tokenEnd ? null : path.at(-1);
  const taken = jsonNamesAt(text, parent).filter((name) => name !== own);
  const hasValue = /^\s*:/.test(text.slice(span.end));
  return Object.entries(properties)
    .filter(([name]) => !taken.includes(name))
    .map(([name, schema]) => ({
      ...span,
      label: name,
      kind: 'property',
      insert: hasValue ? `"${name}"$0` : `"${name}": ${blankValue(schema)}`,
      detail: required.includes(name) ? 'required' : defaultWords(schema),
      help: schema.description ?? '',
      asksAgain: !hasValue && schema.enum !== undefined,
    }));
}

function blankValue(schema: RecipeSchema): string {
  if (schema.properties !== undefined) return '{ $0 }';
  switch (schema.type) {
    case 'array':
      return '["$0"]';
    case 'object':
      return '{ "$0" }';
    case 'string':
      return schema.enum === undefined ? '"$0"' : '$0';
    default:
      return '$0';
  }
}

function defaultWords(schema: RecipeSchema): string {
  return schema.default === undefined ? '' : `${JSON.stringify(schema.default)} if left out`;
}

function values(path: JsonPath, schema: RecipeSchema): readonly Omit<Completion, keyof Span>[] {
  const known = choices[path.join('.')] ?? [];
  // In the form's order, the usual ones first.
  const order = (value: string) => known.findIndex(({ id }) => id === value);
  const literals = (schema.enum ?? [])
    .toSorted((a, b) => order(a) - order(b))
    .map((value) => {
      const choice = known.find(({ id }) => id === value);
      return {
        label: value,
        kind: 'value',
        insert: `"${value}"$0`,
        detail: choice?.label ?? '',
        help: choice?.hint ?? '',
        asksAgain: false,
      } as const;
    });
  const isNullable = schema.anyOf?.some(({ type }) => type === 'null') === true;
  const none = {
    label: 'null',
    kind: 'value',
    insert: 'null$0',
    detail: 'no limit',
    help: '',
    asksAgain: false,
  } as const;
  const usual = { ...none, label: '300', insert: '300$0', detail: 'five minutes' } as const;
  return [...literals, ...(isNullable ? [usual, none] : [])];
}

/** A `{` before the cursor that is not closed yet is taken over. */
function templateTokens(text: string, { start }: JsonPlace, offset: number): readonly Completion[] {
  const before = text.slice(start, offset);
  const open = before.lastIndexOf('{');
  const isOpen = open > before.lastIndexOf('}');
  const from = isOpen ? start + open : offset;
  const close = /^[\w?:*.-]*\}/.exec(text.slice(offset));
  const to = isOpen && close !== null ? offset + close[0].length : offset;
  return tokens.map(({ text: token, meaning, fill }) => ({
    start: from,
    end: to,
    label: token,
    kind: 'token',
    insert: fill === undefined ? `${token}$0` : token.replace(fill, '$0'),
    detail: meaning,
    help: '',
    asksAgain: false,
  }));
}

function wholeRecipes(text: string): readonly Completion[] {
  return starters.map(({ label, hint, form }) => ({
    start: 0,
    end: text.length,
    label,
    kind: 'snippet',
    insert: `${JSON.stringify(recipeOf({ ...form, name: '' }), null, 2)}$0`,
    detail: '',
    help: hint,
    asksAgain: false,
  }));
}

function explain(text: string, offset: number): TextHelp | null {
  const place = jsonPlaceAt(text, offset);
  if (place === null || place.start === place.end) return null;
  const { path, start, end } = place;
  const schema = schemaAt(path);
  if (schema === null) return null;
  const name = path.join('.');
  if (place.role === 'name') return { start, end, paragraphs: [name, ...propertyWords(path, schema)] };
  if (name === 'signed') {
    const token = tokenAt(text, place, offset);
    if (token !== null) return token;
  }
  const value = text.slice(start, end);
  const choice = choices[name]?.find(({ id }) => JSON.stringify(id) === value);
  if (choice === undefined) return { start, end, paragraphs: [name, ...propertyWords(path, schema)] };
  return { start, end, paragraphs: [choice.id, choice.label, ...(choice.hint === undefined ? [] : [choice.hint])] };
}

function propertyWords(path: JsonPath, schema: RecipeSchema): readonly string[] {
  const one = schema.enum === undefined ? [] : [`One of ${schema.enum.join(', ')}.`];
  const required = schemaAt(path.slice(0, -1))?.required?.includes(String(path.at(-1))) === true;
  const absent = schema.default === undefined ? [] : [`Left out: ${JSON.stringify(schema.default)}.`];
  return [
    ...(schema.description === undefined ? [] : [schema.description]),
    ...one,
    ...(required ? ['Required.'] : absent),
  ];
}

function tokenAt(text: string, { start, end }: JsonPlace, offset: number): TextHelp | null {
  for (const match of text.slice(start, end).matchAll(/\{([^{}]*)\}/g)) {
    const from = start + match.index;
    const to = from + match[0].length;
    if (offset < from || offset > to) continue;
    const kind = (token: string) => token.replace(/:.*$/, ':');
    const help = tokens.find(({ text: token }) => kind(token) === kind(match[0]) || token === match[0]);
    return help === undefined ? null : { start: from, end: to, paragraphs: [match[0], `Stands for ${help.meaning}.`] };
  }
  return null;
}

function problems(text: string): readonly TextMark[] {
  const problem = jsonProblem(text, MAX_RECIPE_DEPTH);
  if (problem !== null) {
    const start = Math.min(problem.offset, Math.max(0, text.length - 1));
    return [{ start, end: start + 1, message: `This is not JSON: ${problem.problem}.` }];
  }
  const parsed = recipeSchema.safeParse(JSON.parse(text));
  if (parsed.success) return [];
  const clauses = recipeIssues(parsed.error);
  return parsed.error.issues.flatMap((issue, index): readonly TextMark[] => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        ...spanOf(text, [...path, key], 'name'),
        message: `A recipe has no “${key}” here.`,
      }));
    }
    const subject = path.length === 0 ? 'The recipe' : path.join('.');
    return [{ ...spanOf(text, path, 'value'), message: `${subject} ${clauses[index]?.problem ?? 'is not valid'}.` }];
  });
}

/** Of what is not there, the name or the beginning of what it is missing in. */
function spanOf(text: string, path: JsonPath, role: JsonPlace['role']): Span {
  const place = jsonPlaceOf(text, role, path);
  if (place !== null && !/^[{[]/.test(text.slice(place.start))) return place;
  const name = jsonPlaceOf(text, 'name', path);
  if (name !== null) return name;
  if (place !== null) return { start: place.start, end: place.start + 1 };
  return path.length === 0 ? { start: 0, end: 1 } : spanOf(text, path.slice(0, -1), 'value');
}
