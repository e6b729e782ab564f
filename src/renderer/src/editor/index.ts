export { TextEditor, TextView } from './TextView.tsx';
