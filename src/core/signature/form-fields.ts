import { latin1Bytes, latin1Text, utf8Bytes } from '../bytes.ts';
import { parseForm } from './form.ts';
import { percentEncoded } from './percent.ts';

/**
 * A form body (or the query of a URL) with one field set, every other byte as it was. Further fields of that name are taken
 * out. Name and value are byte strings.
 */
function withFormField(form: string, name: string, value: string): string {
  const field = `${percentEncoded(name)}=${percentEncoded(value)}`;
  const kept: string[] = [];
  let placed = false;
  for (const item of form === '' ? [] : form.split('&')) {
    if (parseForm(latin1Bytes(item))?.[0]?.[0] !== name) kept.push(item);
    else if (!placed) {
      placed = true;
      kept.push(field);
    }
  }
  return (placed ? kept : [...kept, field]).join('&');
}

export function withBodyField(body: Uint8Array, name: string, value: string): Uint8Array {
  return latin1Bytes(withFormField(latin1Text(body), name, value));
}

/** The URL with one query parameter set. */
export function withQueryField(url: string, name: string, value: string): string {
  const [, before = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  // A URL given as text may hold characters past U+00FF; on the wire they are UTF-8.
  const bytes = latin1Text(utf8Bytes(query ?? ''));
  return `${before}?${withFormField(bytes, name, value)}${fragment}`;
}
