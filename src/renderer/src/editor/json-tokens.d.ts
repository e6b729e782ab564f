/** The tokeniser of monaco-editor's JSON language, which it ships without types. Its service and worker stay out. */
declare module 'monaco-editor/languages/features/json/tokenization.js' {
  import type { languages } from 'monaco-editor/editor/editor.api.js';
  export function createTokenizationSupport(supportComments: boolean): languages.TokensProvider;
}
