import type { AppContext } from '../../store/context.tsx';
import { formatCount } from '../../ui/index.ts';

/** Hides every capture the list stands for, and offers to bring them back. */
export async function clearCaptures({ stores }: AppContext): Promise<void> {
  const result = await stores.captures.getState().clear();
  if (!result.ok) {
    stores.toasts.showFailure(result.failure);
    return;
  }
  const { token, count } = result.value;
  stores.toasts.show({
    tone: 'neutral',
    text: `${formatCount(count)} ${count === 1 ? 'capture' : 'captures'} cleared.`,
    action: { label: 'Undo', run: () => void restore(token) },
  });
  async function restore(of: string): Promise<void> {
    const restored = await stores.captures.getState().restore(of);
    if (!restored.ok) stores.toasts.showFailure(restored.failure);
  }
}
