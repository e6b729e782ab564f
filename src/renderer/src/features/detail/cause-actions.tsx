import { FileText, Globe, KeyRound, Pin } from 'lucide-react';
import type { CaptureDetail } from '../../../../core/capture.ts';
import type { Diagnosis } from '../../../../core/diagnosis/diagnosis.ts';
import type { Endpoint } from '../../../../core/endpoint.ts';
import type { Failure } from '../../../../core/failure.ts';
import { ok, type Result } from '../../../../core/result.ts';
import type { AppContext } from '../../store/context.tsx';
import { freeLabel } from '../endpoints/index.ts';
import { type CauseAction, correctedSecret } from '../signature/index.ts';

/** What can be done about a capture's cause: the capture is judged again by itself afterwards. */
export function causeActions(
  context: AppContext,
  detail: CaptureDetail,
  scheme: string | null,
  diagnosis: Diagnosis,
): readonly CauseAction[] {
  const { stores } = context;
  const endpoint = stores.appState.getState().app?.endpoints.find(({ id }) => id === detail.endpointId);
  const { evidence } = diagnosis;
  const actions: CauseAction[] = [];
  if (endpoint !== undefined) {
    const add = (id: string, label: string, icon: CauseAction['icon'], act: () => Promise<Result<string, Failure>>) =>
      actions.push({
        id,
        label,
        icon,
        run: async () => {
          const done = await act();
          if (done.ok) stores.toasts.show({ tone: 'ok', text: done.value });
          else stores.toasts.showFailure(done.failure);
        },
      });
    const judgedBy = evidence.scheme ?? scheme;
    if (secretHelps(context, endpoint, judgedBy, diagnosis)) {
      add('secret', 'Use this secret', <KeyRound size={13} />, () =>
        takeSecret(context, endpoint, judgedBy, diagnosis),
      );
    }
    const { recipe, scheme: other } = evidence;
    if (other !== null && other !== endpoint.scheme) {
      add('pin', 'Pin this scheme', <Pin size={13} />, () => pin(context, endpoint, other));
    } else if (other === null && recipe !== null) {
      add('recipe', 'Save and pin this scheme', <Pin size={13} />, async () => {
        const named = stores.appState.getState().schemes;
        const name = freeLabel(
          `${named.find(({ id }) => id === scheme)?.name ?? 'Scheme'} as received`,
          named.map((each) => each.name),
        );
        const saved = await context.bridge.call('recipes.save', { id: null, name, recipe });
        return saved.ok ? pin(context, endpoint, saved.value.id, saved.value.name) : saved;
      });
    }
    if (evidence.urls !== null) {
      actions.push({
        id: 'url',
        label: 'Correct the public URL',
        icon: <Globe size={13} />,
        run: async () => stores.dialogs.getState().openEndpoint(endpoint.id, 'general'),
      });
    }
  }
  const { captureId } = evidence;
  if (captureId !== null) {
    actions.push({
      id: 'capture',
      label: `Open capture ${captureId}`,
      icon: <FileText size={13} />,
      run: async () => stores.captures.getState().select(captureId),
    });
  }
  return actions;
}

function storedSecret({ stores }: AppContext, { evidence }: Diagnosis) {
  return stores.appState.getState().app?.secrets.find(({ id }) => id === evidence.secretId);
}

/** Whether storing something else than is stored now would make the capture verify. */
function secretHelps(context: AppContext, endpoint: Endpoint, scheme: string | null, diagnosis: Diagnosis): boolean {
  const secret = storedSecret(context, diagnosis);
  if (secret === undefined || secret.state === 'locked') return false;
  const { secret: defect } = diagnosis.evidence;
  if (defect !== null) return defect.readAs === null;
  return secret.endpointId !== endpoint.id || (secret.scheme !== null && secret.scheme !== scheme);
}

/** Corrects the endpoint's own secret, or gives the endpoint a corrected copy of another's. */
async function takeSecret(
  { bridge, stores }: AppContext,
  endpoint: Endpoint,
  scheme: string | null,
  diagnosis: Diagnosis,
): Promise<Result<string, Failure>> {
  const secret = storedSecret({ bridge, stores }, diagnosis);
  if (secret === undefined) return { ok: false, failure: { code: 'not-found', what: 'secret' } };
  const revealed = await bridge.call('secrets.reveal', { id: secret.id });
  if (!revealed.ok) return revealed;
  const defect = diagnosis.evidence.secret;
  const value = defect === null ? revealed.value.value : correctedSecret(revealed.value.value, defect);
  if (value === null) {
    return {
      ok: false,
      failure: { code: 'secret-invalid', scheme, problem: 'it was changed since it was diagnosed' },
    };
  }
  if (secret.endpointId === endpoint.id && (secret.scheme === null || secret.scheme === scheme)) {
    const updated = await bridge.call('secrets.update', { id: secret.id, value });
    return updated.ok ? ok(`Corrected “${secret.label}”.`) : updated;
  }
  const taken = (stores.appState.getState().app?.secrets ?? [])
    .filter(({ endpointId }) => endpointId === endpoint.id)
    .map(({ label }) => label);
  const added = await bridge.call('secrets.add', {
    endpointId: endpoint.id,
    label: freeLabel(secret.label, taken),
    scheme,
    value,
  });
  return added.ok ? ok(`Added “${added.value.label}” to ${endpoint.name}.`) : added;
}

async function pin(
  { bridge, stores }: AppContext,
  endpoint: Endpoint,
  scheme: string,
  name?: string,
): Promise<Result<string, Failure>> {
  const done = await bridge.call('endpoints.update', { id: endpoint.id, scheme });
  const called = name ?? stores.appState.getState().schemes.find(({ id }) => id === scheme)?.name ?? scheme;
  return done.ok ? ok(`${endpoint.name} is checked with ${called} from now on.`) : done;
}
