import type { z } from 'zod';

export interface RecipeIssue {
  /** Where, as `signature.names.0`; empty: the whole. */
  readonly path: string;
  /** A clause for after the path: "is empty", "has the unknown key “naems”". */
  readonly problem: string;
}

/** Enough of a text to know it by: keys of a file are as long as its author likes. */
const SHOWN_CHARS = 60;

/** What is wrong with a recipe that was written by hand, in the order of the schema. */
export function recipeIssues(error: z.ZodError): readonly RecipeIssue[] {
  return error.issues.map((issue) => ({
    path: issue.path.map((part) => shortened(String(part))).join('.'),
    problem: clause(issue),
  }));
}

function clause(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, 3).map((key) => `“${shortened(key)}”`);
    const more = issue.keys.length > keys.length ? ` and ${issue.keys.length - keys.length} more` : '';
    return `has the unknown ${issue.keys.length === 1 ? 'key' : 'keys'} ${keys.join(', ')}${more}`;
  }
  // What the schema has no words of its own for: an object or a text that is something else, or is not there.
  if (!/^Invalid (input|key)|^Too (small|big)/.test(issue.message)) return issue.message;
  if (issue.message.endsWith('received undefined')) return 'is missing';
  return issue.code === 'invalid_type' ? `is not ${expected[issue.expected] ?? issue.expected}` : 'is not valid';
}

const expected: Readonly<Record<string, string>> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
};

function shortened(text: string): string {
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
