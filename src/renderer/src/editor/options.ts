import type * as Monaco from 'monaco-editor/editor/editor.api.js';

/** Above this no colours: tokenising a hostile document of megabytes would hold the screen up. */
export const PLAIN_ABOVE_CHARS = 2 * 1024 * 1024;

/** What an editor has on top of that where it knows its text; see `text-assist.ts`. */
export const assistedOptions: Monaco.editor.IStandaloneEditorConstructionOptions = {
  quickSuggestions: { other: true, strings: true, comments: false },
  quickSuggestionsDelay: 0,
  suggest: { showWords: false, preview: false, showStatusBar: false, snippetsPreventQuickSuggestions: false },
  acceptSuggestionOnCommitCharacter: false,
  // Enter writes a line where nothing was chosen with the arrow keys.
  acceptSuggestionOnEnter: 'on',
  hover: { above: false },
};

/** Measuring costs about 2.5 ms for each KiB. */
const MEASURED_CHARS = 64 * 1024;

/**
 * How an editor finds where lines break: by counting characters, or for right-to-left, wide and combining ones, which are not
 * all as wide as others and would then leave the pane, by letting the browser measure the text.
 */
export function wrappingFor(text: string): 'simple' | 'advanced' {
  return text.length <= MEASURED_CHARS && /[\u0300-\u200f\u2028-\uffff]/.test(text) ? 'advanced' : 'simple';
}

/** What every editor of ours has: captured text stays text, and what cannot be seen is marked. */
export const hostileTextOptions: Monaco.editor.IStandaloneEditorConstructionOptions = {
  // A `javascript:` or `file:` URL in a body must never become something to click.
  links: false,
  unicodeHighlight: {
    ambiguousCharacters: true,
    invisibleCharacters: true,
    includeComments: true,
    includeStrings: true,
    // The user's language has its own letters; a look-alike of a Latin one is worth a mark wherever it stands.
    allowedLocales: {},
  },
  renderControlCharacters: true,
  renderWhitespace: 'selection',
  stopRenderingLineAfter: 10_000,
  maxTokenizationLineLength: 20_000,
  largeFileOptimizations: true,
  automaticLayout: true,
  fontSize: 12.5,
  fontFamily:
    'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
  fontLigatures: false,
  lineHeight: 19,
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 14,
  glyphMargin: false,
  folding: true,
  minimap: { enabled: false },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  overviewRulerBorder: false,
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  contextmenu: false,
  padding: { top: 8, bottom: 8 },
  wordWrap: 'on',
  wrappingIndent: 'indent',
  // What is typed is what is sent: an editor that closes brackets by itself changes the bytes.
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  autoSurround: 'never',
  trimAutoWhitespace: false,
  bracketPairColorization: { enabled: false },
  guides: { indentation: true, bracketPairs: false },
  // A find widget outside its editor would be cut by the pane.
  fixedOverflowWidgets: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  // The text has the line ends it came with; Monaco would ask about U+2028 in a dialog of its own.
  unusualLineTerminators: 'off',
};
