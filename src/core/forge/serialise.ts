/** JSON without white space, as most senders write it. */
export function compactJson(value: unknown): string {
  return JSON.stringify(value);
}

/** JSON over several lines, two spaces deep, as Stripe sends it. */
export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** PHP's `json_encode` with its default flags: `/` and everything past ASCII escaped. Slack writes the same. */
export function phpJson(value: unknown): string {
  return asciiOf(JSON.stringify(value).replaceAll('/', '\\/'));
}

/** Python's `json.dumps` with its default settings: a space after `,` and `:`, everything past ASCII escaped. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return asciiOf(JSON.stringify(value));
  const members = Object.entries(value).map(([name, member]) => `${pythonJson(name)}: ${pythonJson(member)}`);
  return `{${members.join(', ')}}`;
}

function asciiOf(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** application/x-www-form-urlencoded, in the given order. */
export function formBody(pairs: readonly (readonly [name: string, value: string])[]): string {
  const encode = (text: string) =>
    encodeURIComponent(text)
      .replaceAll('%20', '+')
      .replace(/[!'()~]/g, percent);
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** What `encodeURIComponent` leaves alone and form encoding does not (URL Standard, section 5.2). */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
