/** `push, ping` as its parts, each once. */
export function eventTypesOf(text: string): readonly string[] {
  const types = text.split(/[,\n]/).map((type) => type.trim());
  return [...new Set(types.filter((type) => type !== ''))];
}
