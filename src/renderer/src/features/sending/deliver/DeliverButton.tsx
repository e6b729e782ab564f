import { Repeat2 } from 'lucide-react';
import type { Draft } from '../../../../../core/draft/draft.ts';
import { useApp, useAppState } from '../../../store/context.tsx';
import { Button } from '../../../ui/index.ts';
import { choose, useChoices } from './choices.ts';

/** Opens and closes the panel that delivers like the provider. Where there is little room, its name is only read out. */
export function DeliverButton({ editor, draft }: { readonly editor: string; readonly draft: Draft }) {
  const context = useApp();
  const schemes = useAppState((state) => state.schemes);
  const { isOpen } = useChoices(editor);
  const name = schemes.find((one) => one.id === draft.signing?.scheme)?.name ?? 'a provider';
  return (
    <Button
      className="deliver-button"
      icon={<Repeat2 size={14} />}
      ariaLabel={`Deliver like ${name}…`}
      onPress={() => choose(context, editor, { isOpen: !isOpen })}
    >
      Deliver<span className="deliver-like"> like {name}</span>…
    </Button>
  );
}
