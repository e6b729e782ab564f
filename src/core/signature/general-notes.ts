import type { RecipeInput } from './recipe.ts';

/** What follows for the user from how a scheme is made, whoever the provider is. One sentence each. */
export function generalNotes(recipe: RecipeInput): readonly string[] {
  const { algorithm, timestamp, signed = '{body}' } = recipe;
  if (algorithm === 'token') {
    return ['The token is sent as it is: it says who sent the request and nothing about its content.'];
  }
  if (algorithm === 'basic') {
    return ['Name and password are sent as they are: they say who sent the request and nothing about its content.'];
  }
  const notes: string[] = [];
  if (!/\{(body|form|json)/.test(signed)) {
    notes.push('The body is not signed: it can be changed without breaking the signature.');
  }
  if (timestamp === undefined) notes.push('No timestamp is signed: a captured delivery verifies for ever.');
  else if (timestamp.in === 'header' && !signed.includes('{ts}')) {
    notes.push('The timestamp is not signed: a captured body with a fresh timestamp verifies.');
  } else if (timestamp.toleranceSeconds === null) {
    notes.push('No window is defined for the timestamp: a captured delivery verifies for ever.');
  }
  return notes;
}
