import type { AppContext } from '../../store/context.tsx';
import { newRun } from '../signature/index.ts';
import { type CheckForm, checkStore, emptyForm } from './check-store.ts';
import { isRead, readForm } from './read-form.ts';

/** Secrets that can be tried: locked ones cannot be opened. At most as many as one check may have. */
const MAX_SECRETS = 100;

function usableSecretIds({ stores }: AppContext): readonly string[] {
  const secrets = stores.appState.getState().app?.secrets ?? [];
  return secrets
    .filter(({ state }) => state === 'ready')
    .slice(0, MAX_SECRETS)
    .map(({ id }) => id);
}

export function setForm(context: AppContext, change: Partial<CheckForm>): void {
  checkStore(context).setState(({ form }) => ({ form: { ...form, ...change } }));
}

/** Checks what stands in the fields. A check that is under way gives way to it. */
export async function check(context: AppContext, longer = false): Promise<void> {
  const { bridge } = context;
  const store = checkStore(context);
  const { form } = store.getState();
  const read = readForm(form, usableSecretIds(context));
  if (!isRead(read)) return;
  stopCheck(context);
  const run = newRun();
  store.setState({ run });
  const { request, secrets, nowMs } = read;
  try {
    const asked = { run, request, scheme: form.scheme, secrets, nowMs, longer };
    const result = await bridge.call('signatures.check', asked);
    if (store.getState().run === run) store.setState({ checked: { form, request, longer, result } });
  } finally {
    if (store.getState().run === run) store.setState({ run: null });
  }
}

export function stopCheck(context: AppContext): void {
  const store = checkStore(context);
  const { run } = store.getState();
  if (run === null) return;
  store.setState({ run: null });
  void context.bridge.call('signatures.cancel', { run });
}

/** Empties everything, the pasted secret first of all. */
export function clearCheck(context: AppContext): void {
  stopCheck(context);
  checkStore(context).setState({ form: emptyForm, pasted: '', entry: 0, checked: null });
}
