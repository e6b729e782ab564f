import type * as Monaco from 'monaco-editor/editor/editor.api.js';
import { startWorker } from '../view-worker/trusted-worker.ts';
import threadUrl from './pattern-thread.ts?worker&url';
import { openPatternWorker, PATTERN_LIMIT_MS, type PatternOutcome, type PatternWorker } from './pattern-worker.ts';

type Model = Monaco.editor.ITextModel;
type Match = Monaco.editor.FindMatch;

/** Of Monaco's find controller, what is used here; it has no public type. */
interface FindController {
  getState(): {
    readonly searchScope: unknown;
    change(state: { searchScope: unknown }, moveCursor: boolean): void;
    onFindReplaceStateChange(
      listener: (changed: { isRevealed: boolean; searchString: boolean; isRegex: boolean }) => void,
    ): void;
  };
}

/** Who shows what has to be said of an editor's pattern. */
const notes = new WeakMap<Monaco.editor.ICodeEditor, (words: string | null) => void>();

/** Says when a pattern was stopped, and null when that is over: another one, or the widget closed. */
export function notePatterns(editor: Monaco.editor.ICodeEditor, note: (words: string | null) => void): void {
  notes.set(editor, note);
}

/** The models whose search is taken over already. */
const bounded = new WeakSet<Model>();

/**
 * Monaco's find widget runs regular expressions on the screen's thread, where `(a+)+$` on a hostile body would freeze the window. In
 * this editor they run in a worker that is ended after `PATTERN_LIMIT_MS`; the widget looks again when the matches are here.
 */
export function boundFind(monaco: typeof Monaco, editor: Monaco.editor.ICodeEditor): void {
  let worker: PatternWorker | null = null;
  const find = (text: string, source: string, matchCase: boolean, wordSeparators: string | null) => {
    worker ??= openPatternWorker(() => startWorker(threadUrl, 'pattern'));
    return worker.find({ text, pattern: { source, matchCase, wordSeparators } });
  };
  const take = (): void => {
    const model = editor.getModel();
    // A diff editor's own model is none of text.
    if (model === null || !('findMatches' in model) || bounded.has(model)) return;
    bounded.add(model);
    takeOver(monaco, editor, model, find);
  };
  take();
  editor.onDidChangeModel(take);
  editor.onDidDispose(() => worker?.close());
}

type Find = (
  text: string,
  source: string,
  matchCase: boolean,
  wordSeparators: string | null,
) => Promise<PatternOutcome | null>;

function takeOver(monaco: typeof Monaco, editor: Monaco.editor.ICodeEditor, model: Model, find: Find): void {
  let known: { readonly key: string; readonly pattern: string; readonly matches: readonly Match[] } = {
    key: '',
    pattern: '',
    matches: [],
  };

  let isWatched = false;
  /** From the first pattern on: the find controller is there by then. */
  const watch = (): void => {
    if (isWatched) return;
    isWatched = true;
    findState(editor)?.onFindReplaceStateChange(({ isRevealed, searchString, isRegex }) => {
      if (isRevealed || searchString || isRegex) notes.get(editor)?.(null);
    });
  };

  /** What is known by now; empty until the worker has answered. */
  const matchesOf = (source: string, matchCase: boolean, wordSeparators: string | null): readonly Match[] => {
    const pattern = JSON.stringify([source, matchCase, wordSeparators]);
    const key = `${model.getVersionId()} ${pattern}`;
    if (known.key === key) return known.matches;
    const isNew = known.pattern !== pattern;
    known = { key, pattern, matches: [] };
    if (source === '') return [];
    watch();
    void find(model.getValue(), source, matchCase, wordSeparators).then((outcome) => {
      if (outcome === null || known.key !== key || model.isDisposed()) return;
      if (outcome.kind === 'stopped') notes.get(editor)?.(`The pattern was stopped after ${PATTERN_LIMIT_MS} ms.`);
      if (outcome.kind !== 'found') return;
      const matches = outcome.matches.map(({ start, end, groups }) => ({
        _findMatchBrand: undefined,
        range: monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end)),
        matches: [...groups],
      }));
      known = { key, pattern, matches };
      searchAgain(editor, isNew);
    });
    return [];
  };

  const plain = {
    all: model.findMatches.bind(model) as FindMatches,
    next: model.findNextMatch.bind(model),
    previous: model.findPreviousMatch.bind(model),
  };
  const all: FindMatches = (text, scope, isRegex, matchCase, separators, withGroups, limit) => {
    if (!isRegex) return plain.all(text, scope, isRegex, matchCase, separators, withGroups, limit);
    const scopes = scope === null || typeof scope === 'boolean' ? null : Array.isArray(scope) ? scope : [scope];
    const inside = ({ range }: Match) =>
      scopes?.some((one: Monaco.IRange) => monaco.Range.containsRange(one, range)) ?? true;
    return matchesOf(text, matchCase, separators).filter(inside).slice(0, limit);
  };
  Object.assign(model, {
    findMatches: all,
    findNextMatch: ((text, from, isRegex, matchCase, separators, withGroups) => {
      if (!isRegex) return plain.next(text, from, isRegex, matchCase, separators, withGroups);
      const matches = matchesOf(text, matchCase, separators);
      const isNext = ({ range }: Match) => monaco.Position.isBeforeOrEqual(from, range.getStartPosition());
      return matches.find(isNext) ?? matches[0] ?? null;
    }) satisfies Model['findNextMatch'],
    findPreviousMatch: ((text, from, isRegex, matchCase, separators, withGroups) => {
      if (!isRegex) return plain.previous(text, from, isRegex, matchCase, separators, withGroups);
      const matches = matchesOf(text, matchCase, separators);
      const isBefore = ({ range }: Match) => monaco.Position.isBeforeOrEqual(range.getEndPosition(), from);
      return matches.findLast(isBefore) ?? matches.at(-1) ?? null;
    }) satisfies Model['findPreviousMatch'],
  });
}

/** Both signatures of `findMatches` in one. */
type FindMatches = (
  text: string,
  scope: boolean | Monaco.IRange | Monaco.IRange[] | null,
  isRegex: boolean,
  matchCase: boolean,
  wordSeparators: string | null,
  withGroups: boolean,
  limit?: number,
) => Match[];

/** The state's change of a scope to itself is what makes the widget look again; the first match is gone to for a new pattern only. */
function searchAgain(editor: Monaco.editor.ICodeEditor, moveCursor: boolean): void {
  const state = findState(editor);
  state?.change({ searchScope: state.searchScope }, moveCursor);
}

function findState(editor: Monaco.editor.ICodeEditor): ReturnType<FindController['getState']> | undefined {
  // Monaco's contribution of this id; see the type.
  return (editor.getContribution('editor.contrib.findController') as FindController | null)?.getState();
}
