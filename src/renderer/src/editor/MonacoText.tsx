import { useEffect, useRef, useState } from 'react';
import type { TextLanguage } from '../../../core/view/render-body.ts';
import { notePatterns } from './bounded-find.ts';
import { monaco } from './monaco.ts';
import { assistedOptions, hostileTextOptions, PLAIN_ABOVE_CHARS, wrappingFor } from './options.ts';
import { PatternNote } from './PatternNote.tsx';

export interface MonacoTextProps {
  readonly text: string;
  readonly language: TextLanguage;
  readonly label: string;
  /** Absent: read-only. */
  readonly onChange?: (text: string) => void;
  /** ⌘Enter inside the editor, which would take it for a new line. */
  readonly onSubmit?: () => void;
  /** Gives the editor's model what it knows of its text; see `AssistedText`. Returns what ends it. */
  readonly enhance?: (model: ReturnType<typeof monaco.editor.createModel>) => () => void;
}

function languageFor(text: string, language: TextLanguage): TextLanguage {
  return text.length > PLAIN_ABOVE_CHARS ? 'plaintext' : language;
}

/** One Monaco editor with a model of its own, both gone with the component. */
export default function MonacoText({ text, language, label, onChange, onSubmit, enhance }: MonacoTextProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<ReturnType<typeof monaco.editor.create> | null>(null);
  const [patternNote, setPatternNote] = useState<string | null>(null);
  const handlers = useRef({ onChange, onSubmit });
  handlers.current = { onChange, onSubmit };
  // What the editor was last given or last reported. Its own text may differ from it: Monaco makes line ends alike.
  const known = useRef(text);
  const first = useRef({ text, language, label, readOnly: onChange === undefined, enhance });

  useEffect(() => {
    if (host.current === null) return;
    const start = first.current;
    const model = monaco.editor.createModel(start.text, languageFor(start.text, start.language));
    const endAssist = start.enhance?.(model);
    const created = monaco.editor.create(host.current, {
      ...hostileTextOptions,
      model,
      wrappingStrategy: wrappingFor(start.text),
      ariaLabel: start.label,
      readOnly: start.readOnly,
      domReadOnly: start.readOnly,
      // Tab moves on in a viewer; in the editor it indents, and Ctrl+M (Monaco's own) switches.
      tabFocusMode: start.readOnly,
      renderLineHighlight: start.readOnly ? 'none' : 'line',
      ...(start.readOnly ? {} : { wordBasedSuggestions: 'off', quickSuggestions: false }),
      ...(start.enhance === undefined ? {} : assistedOptions),
    });
    notePatterns(created, setPatternNote);
    let isExplaining = false;
    created.onKeyDown((event) => {
      if (start.enhance === undefined) return;
      // Monaco hides the explanation by itself; what the editor stands in must not close with it.
      if (event.keyCode === monaco.KeyCode.Escape && isExplaining) event.stopPropagation();
      // Monaco's own keys for it are Ctrl+K Ctrl+I, and Ctrl+K is ours.
      isExplaining = event.keyCode === monaco.KeyCode.F1;
      if (!isExplaining) return;
      event.preventDefault();
      event.stopPropagation();
      // After Monaco's own listener, which hides what is shown at any key.
      queueMicrotask(() => created.trigger('keyboard', 'editor.action.showHover', null));
    });
    // Not addCommand, which is one for all editors of the page: the one made last would take the key from the others.
    created.onKeyDown((event) => {
      const { onSubmit } = handlers.current;
      if (onSubmit === undefined || event.keyCode !== monaco.KeyCode.Enter || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      onSubmit();
    });
    const changes = model.onDidChangeContent(({ isFlush }) => {
      // A flush is `setValue` below: nothing was edited.
      if (isFlush) return;
      // With its byte-order mark, which Monaco would leave out.
      known.current = model.getValue(monaco.editor.EndOfLinePreference.TextDefined, true);
      handlers.current.onChange?.(known.current);
    });
    editor.current = created;
    return () => {
      changes.dispose();
      endAssist?.();
      created.dispose();
      model.dispose();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model == null) return;
    if (known.current !== text) {
      known.current = text;
      model.setValue(text);
      editor.current?.setScrollTop(0);
    }
    monaco.editor.setModelLanguage(model, languageFor(text, language));
    editor.current?.updateOptions({ wrappingStrategy: wrappingFor(text) });
  }, [text, language]);

  return (
    <>
      <div className="monaco-text" ref={host} />
      <PatternNote words={patternNote} />
    </>
  );
}
