import { FileText, Globe, KeyRound, Save, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Diagnosis } from '../../../../core/diagnosis/diagnosis.ts';
import type { AppContext } from '../../store/context.tsx';
import { freeLabel } from '../endpoints/index.ts';
import { type CauseAction, correctedSecret } from '../signature/index.ts';
import { check, setForm } from './actions.ts';
import { type CheckForm, checkStore } from './check-store.ts';

/** What can be done about the cause of a checked request: the fields are corrected and it is checked again. */
export function checkActions(context: AppContext, { evidence }: Diagnosis): readonly CauseAction[] {
  const { bridge, stores } = context;
  const { form } = checkStore(context).getState();
  const actions: CauseAction[] = [];
  const correct = (id: string, label: string, icon: ReactNode, change: Partial<CheckForm>) =>
    actions.push({
      id,
      label,
      icon,
      run: async () => {
        setForm(context, change);
        await check(context);
      },
    });
  const { secretId, secret, scheme, recipe, urls, captureId } = evidence;
  if (form.secretFrom === 'pasted' && secret !== null) {
    const value = correctedSecret(form.pastedSecret, secret);
    if (value !== null) correct('secret', 'Use this secret', <KeyRound size={13} />, { pastedSecret: value });
  } else if (secret !== null && secret.readAs === null && form.secretFrom === 'stored' && secretId !== null) {
    actions.push({
      id: 'secret',
      label: 'Correct the stored secret',
      icon: <KeyRound size={13} />,
      run: async () => {
        const revealed = await bridge.call('secrets.reveal', { id: secretId });
        if (!revealed.ok) return stores.toasts.showFailure(revealed.failure);
        const value = correctedSecret(revealed.value.value, secret);
        if (value !== null) {
          const updated = await bridge.call('secrets.update', { id: secretId, value });
          if (!updated.ok) return stores.toasts.showFailure(updated.failure);
        }
        await check(context);
      },
    });
  } else if (secret === null && stores.appState.getState().app?.secrets.some(({ id }) => id === secretId) === true) {
    const isUsed = form.secretFrom === 'stored' && (form.storedSecret === secretId || form.storedSecret === null);
    if (!isUsed) {
      correct('secret', 'Use this secret', <KeyRound size={13} />, { secretFrom: 'stored', storedSecret: secretId });
    }
  }
  if (scheme !== null && scheme !== form.scheme) {
    correct('scheme', 'Use this scheme', <SlidersHorizontal size={13} />, { scheme });
  } else if (scheme === null && recipe !== null) {
    actions.push({
      id: 'recipe',
      label: 'Save as my scheme',
      icon: <Save size={13} />,
      run: async () => {
        const names = stores.appState.getState().schemes.map(({ name }) => name);
        const saved = await bridge.call('recipes.save', {
          id: null,
          name: freeLabel('Checked request', names),
          recipe,
        });
        if (!saved.ok) return stores.toasts.showFailure(saved.failure);
        stores.toasts.show({ tone: 'ok', text: `Saved as “${saved.value.name}”.` });
        setForm(context, { scheme: saved.value.id });
        await check(context);
      },
    });
  }
  if (urls !== null) correct('url', 'Use the signed URL', <Globe size={13} />, { url: urls.signed });
  if (captureId !== null) {
    actions.push({
      id: 'capture',
      label: `Open capture ${captureId}`,
      icon: <FileText size={13} />,
      run: async () => {
        stores.captures.getState().select(captureId);
        stores.navigation.getState().go('captures');
      },
    });
  }
  return actions;
}
