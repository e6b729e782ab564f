import { useMemo } from 'react';
import { useApp } from '../../store/context.tsx';
import { headerLines } from '../endpoints/index.ts';
import { setForm } from './actions.ts';
import { checkStore, useCheck } from './check-store.ts';
import { PasteBox } from './PasteBox.tsx';
import { type Pasted, pastedFrom } from './pasted.ts';

/** What is pasted here fills the fields below. */
export function PasteRequest() {
  const context = useApp();
  const text = useCheck((state) => state.pasted);
  const entry = useCheck((state) => state.entry);
  const pasted = useMemo(() => pastedFrom(text), [text]);
  const fill = (from: Pasted | null, index: number) => {
    const chosen = from?.requests[index];
    if (chosen === undefined) return;
    const { request, sentAtMs } = chosen;
    setForm(context, {
      method: request.method,
      url: request.url,
      headers: headerLines(request.headers),
      body: request.body,
      receivedAt: sentAtMs === null ? '' : new Date(sentAtMs).toISOString(),
    });
  };
  return (
    <PasteBox
      label="Paste a request"
      text={text}
      onText={(next) => {
        checkStore(context).setState({ pasted: next, entry: 0 });
        fill(pastedFrom(next), 0);
      }}
      pasted={pasted}
      entry={entry}
      onEntry={(index) => {
        checkStore(context).setState({ entry: index });
        fill(pasted, index);
      }}
    />
  );
}
