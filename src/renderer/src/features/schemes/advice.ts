import type { Recipe } from '../../../../core/signature/recipe.ts';
import { parseTemplate } from '../../../../core/signature/template.ts';
import { type RecipeForm, sendsSecret } from './recipe-form.ts';

export interface Advice {
  /** `never`: no request can pass. `weak`: requests pass that should not. `note`: good to know. */
  readonly kind: 'never' | 'weak' | 'note';
  readonly text: string;
  /** What would put it right, with the words for its button. */
  readonly fix?: { readonly label: string; readonly patch: Partial<RecipeForm> };
}

/** What a valid recipe still has against it. */
export function adviceOn(recipe: Recipe): readonly Advice[] {
  const template = parseTemplate(recipe.signed);
  if (!template.ok) return [];
  const { signature, timestamp, algorithm } = recipe;
  const advice: Advice[] = [];
  const isList = signature.separator !== undefined || signature.assign !== undefined;
  const named = (name: string) => name.toLowerCase() === timestamp?.name.toLowerCase();
  if (sendsSecret(algorithm)) {
    advice.push({ kind: 'weak', text: 'The secret itself travels with each request, and nothing protects the body.' });
  } else {
    const signsTimestamp = template.value.some(
      (token) =>
        token.kind === 'timestamp' || ((token.kind === 'header' || token.kind === 'json') && named(token.name)),
    );
    const has = (...kinds: readonly string[]) => template.value.some(({ kind }) => kinds.includes(kind));
    if (signsTimestamp && timestamp === undefined) {
      advice.push({
        kind: 'never',
        text: 'It signs {ts}, but no timestamp is read.',
        fix: { label: 'Turn the timestamp on', patch: { hasTimestamp: true } },
      });
    }
    if (timestamp !== undefined && !signsTimestamp) {
      advice.push({
        kind: 'weak',
        text: 'The timestamp is not signed: anybody can renew it and send the request again.',
      });
    }
    if (timestamp?.in === 'signature' && !isList) {
      advice.push({
        kind: 'never',
        text: `The timestamp is an item of the signature’s list, but the value is no list.`,
        fix: { label: 'Make it a list', patch: { format: 'list' } },
      });
    }
    if (has('field') && !isList && signature.positional === undefined) {
      advice.push({
        kind: 'never',
        text: 'It signs an item of the signature’s list, but the value is no list.',
        fix: { label: 'Make it a list', patch: { format: 'list' } },
      });
    }
    if (!has('body', 'body-json', 'form-sorted')) {
      advice.push({ kind: 'weak', text: 'The body is not signed: anybody can change it.' });
    }
    if (algorithm === 'hash-sha256' && !has('secret')) {
      advice.push({
        kind: 'weak',
        text: 'The hash holds no secret: anybody can make it. Put {secret} where the sender has it.',
      });
    }
    if (has('url')) {
      advice.push({
        kind: 'note',
        text: 'The public URL is the tunnel’s with the request’s path, unless the endpoint has one of its own.',
      });
    }
  }
  if (signature.in !== 'header') {
    advice.push({
      kind: 'note',
      text: 'Without a header of its own it is not recognised by itself: pin it to an endpoint. Requests of it cannot be signed here.',
    });
  }
  return advice;
}
