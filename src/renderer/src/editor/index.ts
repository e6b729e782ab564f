export { DiffView } from './DiffView.tsx';
export { TextEditor, TextView } from './TextView.tsx';
export type { Completion, TextAssist, TextHelp, TextMark } from './text-assist.ts';
