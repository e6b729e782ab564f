import { monaco } from './monaco.ts';
import type { Completion, TextAssist } from './text-assist.ts';

/**
 * Completion, hovers and marks for single editors, in Monaco's own widgets. Loaded only where an editor has a `TextAssist`.
 * Not Monaco's JSON service: that is a worker of 400 kB which would also be asked about captured bodies.
 */

type Model = ReturnType<typeof monaco.editor.createModel>;

const assists = new WeakMap<object, TextAssist>();

const kinds = {
  property: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.EnumMember,
  token: monaco.languages.CompletionItemKind.Variable,
  snippet: monaco.languages.CompletionItemKind.Snippet,
} as const satisfies Record<Completion['kind'], number>;

const MARK_OWNER = 'assist';

function rangeOf(model: { getPositionAt: Model['getPositionAt'] }, { start, end }: { start: number; end: number }) {
  const [from, to] = [model.getPositionAt(start), model.getPositionAt(end)];
  return new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
}

/** The snippet syntax of Monaco without anything of ours in it but `$0`. */
function snippetOf(insert: string): string {
  return insert.replace(/[\\}]|\$(?!0)/g, '\\$&');
}

// One provider for every editor: those without an assist have nothing to say.
monaco.languages.registerCompletionItemProvider('json', {
  triggerCharacters: ['"', '{', ':', ' '],
  provideCompletionItems(model, position) {
    const found = assists.get(model)?.complete(model.getValue(), model.getOffsetAt(position)) ?? [];
    return {
      suggestions: found.map((each, index) => ({
        label: { label: each.label, description: each.detail },
        kind: kinds[each.kind],
        insertText: snippetOf(each.insert),
        insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
        documentation: each.help,
        // What is typed so far stands in the range, its quote included.
        filterText: `"${each.label}`.startsWith(model.getValueInRange(rangeOf(model, each)).slice(0, 1))
          ? `"${each.label}`
          : each.label,
        sortText: String(index).padStart(4, '0'),
        range: rangeOf(model, each),
        ...(each.asksAgain ? { command: { id: 'editor.action.triggerSuggest', title: '' } } : {}),
      })),
    };
  },
});

monaco.languages.registerHoverProvider('json', {
  provideHover(model, position) {
    const help = assists.get(model)?.explain(model.getValue(), model.getOffsetAt(position)) ?? null;
    if (help === null) return null;
    return {
      range: rangeOf(model, help),
      contents: help.paragraphs.map((text, index) => ({ value: index === 0 ? `**${plain(text)}**` : plain(text) })),
    };
  },
});

/** Monaco writes hovers as Markdown; ours are plain words. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&');
}

/** For an editor's whole life. Returns what ends it. */
export function assistModel(model: Model, assist: TextAssist): () => void {
  assists.set(model, assist);
  const mark = () => {
    const marks = assist.problems(model.getValue());
    monaco.editor.setModelMarkers(
      model,
      MARK_OWNER,
      marks.map((each) => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(model, each);
        const { message } = each;
        const severity = monaco.MarkerSeverity.Error;
        return { startLineNumber, startColumn, endLineNumber, endColumn, message, severity };
      }),
    );
  };
  mark();
  const changes = model.onDidChangeContent(mark);
  return () => {
    changes.dispose();
    assists.delete(model);
  };
}
