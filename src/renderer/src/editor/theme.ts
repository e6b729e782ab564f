import type * as Monaco from 'monaco-editor/editor/editor.api.js';

/** The editor's colours, as near to styles/tokens.css as a canvas of fixed values can be. */

const LIGHT = 'hookproof-light';
const DARK = 'hookproof-dark';

export function defineThemes(monaco: typeof Monaco): void {
  monaco.editor.defineTheme(LIGHT, {
    base: 'vs',
    inherit: true,
    rules: [
      { token: 'string.key.json', foreground: '234cb3' },
      { token: 'string.value.json', foreground: '146c38' },
      { token: 'number', foreground: '8a3d00' },
      { token: 'keyword.json', foreground: '7a2ea0' },
      { token: 'delimiter', foreground: '596270' },
      { token: 'tag', foreground: '234cb3' },
      { token: 'attribute.name', foreground: '8a3d00' },
      { token: 'attribute.value', foreground: '146c38' },
      { token: 'comment', foreground: '596270' },
    ],
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#1a1e26',
      'editorLineNumber.foreground': '#667080',
      'editorLineNumber.activeForeground': '#1a1e26',
      'editor.lineHighlightBackground': '#f2f4f7',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#bfd4ff',
      'editorIndentGuide.background1': '#e2e6ec',
      'editorWidget.background': '#ffffff',
      'editorWidget.border': '#cdd3dd',
      'diffEditor.removedLineBackground': '#fdeae8',
      'diffEditor.removedTextBackground': '#f3b1ab',
      'diffEditor.insertedLineBackground': '#e3f4e9',
      'diffEditor.insertedTextBackground': '#9fd8b4',
      'diffEditor.border': '#e2e6ec',
      'editorWhitespace.foreground': '#98a1b0',
      focusBorder: '#2b5bd3',
    },
  });
  monaco.editor.defineTheme(DARK, {
    base: 'vs-dark',
    inherit: true,
    rules: [
      { token: 'string.key.json', foreground: '9dbcff' },
      { token: 'string.value.json', foreground: '7fd6a4' },
      { token: 'number', foreground: 'f0b27a' },
      { token: 'keyword.json', foreground: 'd3a4f0' },
      { token: 'delimiter', foreground: 'a2abb9' },
      { token: 'tag', foreground: '9dbcff' },
      { token: 'attribute.name', foreground: 'f0b27a' },
      { token: 'attribute.value', foreground: '7fd6a4' },
      { token: 'comment', foreground: 'a2abb9' },
    ],
    colors: {
      'editor.background': '#15171c',
      'editor.foreground': '#e7e9ed',
      'editorLineNumber.foreground': '#8a94a3',
      'editorLineNumber.activeForeground': '#e7e9ed',
      'editor.lineHighlightBackground': '#1a1d23',
      'editor.lineHighlightBorder': '#00000000',
      'editor.selectionBackground': '#3a5591',
      'editorIndentGuide.background1': '#2b303a',
      'editorWidget.background': '#20242b',
      'editorWidget.border': '#3a414d',
      'diffEditor.removedLineBackground': '#331a1b',
      'diffEditor.removedTextBackground': '#7a2f2d',
      'diffEditor.insertedLineBackground': '#13291b',
      'diffEditor.insertedTextBackground': '#1f6138',
      'diffEditor.border': '#2b303a',
      'editorWhitespace.foreground': '#5f6979',
      focusBorder: '#86abff',
    },
  });
}

/** Calls back with the theme of the page, now and whenever the setting or the system's preference changes. */
export function followTheme(apply: (theme: string) => void): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const update = (): void => {
    const pinned = document.documentElement.dataset.theme;
    apply((pinned ?? (dark.matches ? 'dark' : 'light')) === 'dark' ? DARK : LIGHT);
  };
  dark.addEventListener('change', update);
  new MutationObserver(update).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  update();
}
