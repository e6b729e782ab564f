/** Below an editor: why its find widget has no results. */
export function PatternNote({ words }: { readonly words: string | null }) {
  return words === null ? null : (
    <p className="pattern-note" role="status">
      {words}
    </p>
  );
}
