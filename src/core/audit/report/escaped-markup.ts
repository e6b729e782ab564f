/**
 * Text that stays text in XML 1.0 and HTML, between tags and in quoted attributes. What neither may hold or nobody could see
 * (control characters, marks that turn the direction of writing, unpaired surrogates) is written as `\u{...}`.
 */
export function escapedMarkup(text: string): string {
  return text
    .replace(
      /[^\P{C}\t\n]|[\u2028\u2029\ufffe\uffff]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
