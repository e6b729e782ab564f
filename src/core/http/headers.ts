/**
 * A header list as it stood on the wire: order, case and duplicates kept. Names and values are byte strings: every
 * character is one byte (code 0 to 255, "latin1"), so the bytes can always be recovered exactly.
 */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** Header names compare without regard to ASCII case (RFC 9110, section 5.1). */
export function sameHeaderName(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}

/** Every value of one header, in order; empty when the header is absent. */
export function headerValues(headers: HeaderList, name: string): readonly string[] {
  const lower = name.toLowerCase();
  const values: string[] = [];
  for (const [candidate, value] of headers) {
    if (candidate.length === lower.length && candidate.toLowerCase() === lower) values.push(value);
  }
  return values;
}

/** The first value of one header, or undefined when it is absent. Use `headerValues` where a duplicate matters. */
export function firstHeader(headers: HeaderList, name: string): string | undefined {
  const lower = name.toLowerCase();
  for (const [candidate, value] of headers) {
    if (candidate.length === lower.length && candidate.toLowerCase() === lower) return value;
  }
  return undefined;
}

/** Node's flat `rawHeaders` (name, value, name, value, …) as pairs. */
export function pairHeaders(flat: readonly string[]): HeaderList {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return pairs;
}

/** Pairs as Node's `http.request({ headers })` takes them to keep case, order and duplicates. */
export function flattenHeaders(headers: HeaderList): string[] {
  return headers.flat();
}

/** A value without the spaces and tabs around it. By hand: `/[ \t]+$/` takes quadratic time on a hostile one of many spaces. */
export function withoutBlanks(value: string): string {
  const isBlank = (at: number) => value[at] === ' ' || value[at] === '\t';
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return value.slice(start, end);
}
