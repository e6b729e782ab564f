import MonacoText, { type MonacoTextProps } from './MonacoText.tsx';
import { assistModel } from './monaco-assist.ts';
import type { TextAssist } from './text-assist.ts';

/** `MonacoText` with completion, hovers and marks. A file of its own, so that they are loaded only with it. */
export default function AssistedText({ assist, ...props }: MonacoTextProps & { readonly assist: TextAssist }) {
  return <MonacoText {...props} enhance={(model) => assistModel(model, assist)} />;
}
