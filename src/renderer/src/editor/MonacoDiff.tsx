import type * as Monaco from 'monaco-editor/editor/editor.api.js';
import { useEffect, useRef, useState } from 'react';
import { notePatterns } from './bounded-find.ts';
import { monaco } from './monaco.ts';
import { hostileTextOptions, wrappingFor } from './options.ts';
import { PatternNote } from './PatternNote.tsx';
import { type MarkedText, markInvisible } from './visible-marks.ts';

export interface MonacoDiffProps {
  readonly original: string;
  readonly modified: string;
  readonly originalLabel: string;
  readonly modifiedLabel: string;
}

/** Side by side needs two readable columns; below, the lines stand under each other. */
const SIDE_BY_SIDE_PX = 620;
const MIN_HEIGHT_PX = 57;
const MAX_HEIGHT_PX = 340;
/** Decorations cost; a body of nothing but line ends has its first ones dimmed. */
const MAX_MARKS = 4000;

/** Two texts in Monaco's diff editor, as high as what it shows up to a limit. Read-only. */
export default function MonacoDiff({ original, modified, originalLabel, modifiedLabel }: MonacoDiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Monaco.editor.IStandaloneDiffEditor | null>(null);
  const [height, setHeight] = useState(MIN_HEIGHT_PX);
  const [patternNote, setPatternNote] = useState<string | null>(null);
  const first = useRef({ originalLabel, modifiedLabel });

  useEffect(() => {
    if (host.current === null) return;
    const created = monaco.editor.createDiffEditor(host.current, {
      ...hostileTextOptions,
      readOnly: true,
      domReadOnly: true,
      originalEditable: false,
      renderWhitespace: 'all',
      renderLineHighlight: 'none',
      // What differs in white space only is what is looked for.
      ignoreTrimWhitespace: false,
      diffWordWrap: 'on',
      // A wrapped line that begins further in would look like white space that is not there.
      wrappingIndent: 'none',
      // The texts are a window of a few KiB, or all 64 KiB when asked for: as much as the engine gives.
      stopRenderingLineAfter: -1,
      maxComputationTime: 2000,
      renderSideBySideInlineBreakpoint: SIDE_BY_SIDE_PX,
      renderOverviewRuler: false,
      renderGutterMenu: false,
      renderMarginRevertIcon: false,
      enableSplitViewResizing: false,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 },
      // Tab leaves it: there is nothing to type.
      tabFocusMode: true,
      folding: false,
      lineNumbersMinChars: 3,
    });
    const fit = () => {
      const both = [created.getOriginalEditor(), created.getModifiedEditor()];
      const wanted = Math.max(...both.map((each) => each.getContentHeight()));
      setHeight(Math.min(MAX_HEIGHT_PX, Math.max(MIN_HEIGHT_PX, wanted)));
    };
    const sizes = [created.getOriginalEditor(), created.getModifiedEditor()].map((each) =>
      each.onDidContentSizeChange(fit),
    );
    for (const each of [created.getOriginalEditor(), created.getModifiedEditor()]) notePatterns(each, setPatternNote);
    const diffs = created.onDidUpdateDiff(fit);
    const names = [
      keepNamed(created.getOriginalEditor(), first.current.originalLabel),
      keepNamed(created.getModifiedEditor(), first.current.modifiedLabel),
    ];
    editor.current = created;
    return () => {
      for (const each of [...sizes, ...names, diffs]) each.dispose();
      const models = created.getModel();
      created.dispose();
      models?.original.dispose();
      models?.modified.dispose();
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    const shown = editor.current;
    if (shown === null) return;
    const before = shown.getModel();
    const [left, right] = [markInvisible(original), markInvisible(modified)];
    shown.updateOptions({ wrappingStrategy: wrappingFor(left.text + right.text) });
    shown.setModel({ original: modelOf(left), modified: modelOf(right) });
    before?.original.dispose();
    before?.modified.dispose();
    shown.revealFirstDiff();
  }, [original, modified]);

  return (
    <>
      <div className="monaco-diff" ref={host} style={{ height }} />
      <PatternNote words={patternNote} />
    </>
  );
}

/** The diff editor's own labels are gone with its first change of options: it sets those of its two editors to nothing. */
function keepNamed(editor: Monaco.editor.ICodeEditor, ariaLabel: string): Monaco.IDisposable {
  const name = () => {
    if (editor.getOption(monaco.editor.EditorOption.ariaLabel) !== ariaLabel) editor.updateOptions({ ariaLabel });
  };
  name();
  return editor.onDidChangeConfiguration(name);
}

/** A model with what was written out dimmed, so that it is told apart from a text that spells the same. */
function modelOf({ text, marks }: MarkedText): Monaco.editor.ITextModel {
  const model = monaco.editor.createModel(text, 'plaintext');
  const range = (start: number, end: number) => {
    const from = model.getPositionAt(start);
    const to = model.getPositionAt(end);
    return new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
  };
  model.deltaDecorations(
    [],
    marks.slice(0, MAX_MARKS).map(([start, end]) => ({
      range: range(start, end),
      options: { description: 'written out', inlineClassName: 'written-out' },
    })),
  );
  return model;
}
