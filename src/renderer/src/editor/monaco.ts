// What `features/suggest` of monaco-editor 0.57 registers is only its inline form. Here and not where it is used: its services
// have to be known before the first editor is made.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js';
import 'monaco-editor/features/bracketMatching/register.js';
import 'monaco-editor/features/caretOperations/register.js';
import 'monaco-editor/features/clipboard/register.js';
import 'monaco-editor/features/codicon/register.js';
import 'monaco-editor/features/cursorUndo/register.js';
import 'monaco-editor/features/diffEditor/register.js';
import 'monaco-editor/features/find/register.js';
import 'monaco-editor/features/folding/register.js';
import 'monaco-editor/features/hover/register.js';
import 'monaco-editor/features/indentation/register.js';
import 'monaco-editor/features/lineSelection/register.js';
import 'monaco-editor/features/linesOperations/register.js';
import 'monaco-editor/features/longLinesHelper/register.js';
import 'monaco-editor/features/multicursor/register.js';
import 'monaco-editor/features/readOnlyMessage/register.js';
import 'monaco-editor/features/snippet/register.js';
import 'monaco-editor/features/unicodeHighlighter/register.js';
import 'monaco-editor/features/wordHighlighter/register.js';
import 'monaco-editor/features/wordOperations/register.js';
import 'monaco-editor/languages/definitions/html/register.js';
import 'monaco-editor/languages/definitions/xml/register.js';
import * as monaco from 'monaco-editor/editor/editor.api.js';
import editorWorkerUrl from 'monaco-editor/editor/editor.worker.js?worker&url';
import { createTokenizationSupport } from 'monaco-editor/languages/features/json/tokenization.js';
import { startWorker } from '../view-worker/trusted-worker.ts';
import { boundFind } from './bounded-find.ts';
import { defineThemes, followTheme } from './theme.ts';

/**
 * Monaco with what a viewer and an editor of bodies need and nothing else: no language services, no links, no network.
 * This module is only ever imported lazily; it is the largest part of the screen.
 */
globalThis.MonacoEnvironment = { getWorker: () => startWorker(editorWorkerUrl, 'editor') };

// Colours only: the JSON service would parse hostile documents for completions and checks that nobody asked for.
monaco.languages.register({ id: 'json' });
monaco.languages.setTokensProvider('json', createTokenizationSupport(true));
monaco.languages.setLanguageConfiguration('json', {
  brackets: [
    ['{', '}'],
    ['[', ']'],
  ],
});

// Before any editor is made.
monaco.editor.onDidCreateEditor((editor) => boundFind(monaco, editor));

defineThemes(monaco);
followTheme((theme) => monaco.editor.setTheme(theme));

export { monaco };
