export { DiffView } from './DiffView.tsx';
export { type LongTextProps, TextEditor, TextView } from './TextView.tsx';
export type { Completion, TextAssist, TextHelp, TextMark } from './text-assist.ts';
