export { DiffView } from './DiffView.tsx';
export { TextEditor, TextView } from './TextView.tsx';
