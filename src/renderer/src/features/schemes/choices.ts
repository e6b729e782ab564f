import type { Recipe } from '../../../../core/signature/recipe.ts';
import type { SelectOption } from '../../ui/index.ts';
import type { RecipeForm } from './recipe-form.ts';

interface Choice<T extends string> extends SelectOption {
  readonly id: T;
}

export const algorithms: readonly Choice<Recipe['algorithm']>[] = [
  { id: 'hmac-sha256', label: 'HMAC-SHA256', hint: 'What nearly every sender uses' },
  { id: 'hmac-sha512', label: 'HMAC-SHA512' },
  { id: 'hmac-sha384', label: 'HMAC-SHA384' },
  { id: 'hmac-sha1', label: 'HMAC-SHA1', hint: 'Old senders' },
  {
    id: 'hash-sha256',
    label: 'SHA-256 of content with the secret in it',
    hint: 'A plain hash; the content holds {secret}',
  },
  { id: 'ed25519', label: 'Ed25519', hint: 'The secret is the sender’s public key, in hex' },
  { id: 'token', label: 'The secret itself', hint: 'A shared token in a header' },
  { id: 'basic', label: 'User name and password', hint: 'HTTP Basic; the secret is user:password' },
];

export function algorithmName(id: Recipe['algorithm']): string {
  return algorithms.find((each) => each.id === id)?.label ?? id;
}

export const places: readonly Choice<RecipeForm['place']>[] = [
  { id: 'header', label: 'A header' },
  { id: 'json', label: 'The JSON body' },
  { id: 'form', label: 'A form field' },
];

export const formats: readonly Choice<RecipeForm['format']>[] = [
  { id: 'whole', label: 'Just the signature' },
  { id: 'prefix', label: 'With a prefix' },
  { id: 'list', label: 'A list of items' },
];

export const encodings: readonly Choice<RecipeForm['encoding']>[] = [
  { id: 'hex', label: 'Hex' },
  { id: 'base64', label: 'Base64' },
  { id: 'base64url', label: 'Base64url' },
];

export const timestampPlaces: readonly Choice<RecipeForm['timestampIn']>[] = [
  { id: 'header', label: 'A header' },
  { id: 'signature', label: 'The signature’s list' },
  { id: 'json', label: 'The JSON body' },
];

export const units: readonly Choice<RecipeForm['unit']>[] = [
  { id: 's', label: 'Seconds' },
  { id: 'ms', label: 'Milliseconds' },
  { id: 'iso', label: 'ISO 8601' },
  { id: 'http-date', label: 'HTTP date' },
];

export const futureRules: readonly Choice<RecipeForm['futureRule']>[] = [
  { id: 'same', label: 'As far as its age' },
  { id: 'limit', label: 'At most' },
  { id: 'any', label: 'Any' },
];

export const keyEncodings: readonly Choice<RecipeForm['keyEncoding']>[] = [
  { id: 'utf8', label: 'Text as it is' },
  { id: 'hex', label: 'Hex' },
  { id: 'base64', label: 'Base64' },
];

export const keyHashes: readonly Choice<RecipeForm['keyHash']>[] = [
  { id: 'none', label: 'No' },
  { id: 'sha256', label: 'SHA-256' },
  { id: 'sha1', label: 'SHA-1' },
];
