import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { useApp, useEngine } from '../../store/context.tsx';
import { ConfirmDialog } from '../../ui/index.ts';

export interface DeleteSchemeProps {
  readonly scheme: OwnRecipe;
  readonly onDeleted?: () => void;
  readonly onClose: () => void;
}

/** Asks first, and says which endpoints and secrets it would leave without their scheme. */
export function DeleteScheme({ scheme, onDeleted, onClose }: DeleteSchemeProps) {
  const { bridge, stores } = useApp();
  const endpoints = useEngine((app) => app.endpoints);
  const secrets = useEngine((app) => app.secrets);
  const pinned = endpoints.filter((each) => each.scheme === scheme.id);
  const bound = secrets.filter((each) => each.scheme === scheme.id);
  const remove = async () => {
    const result = await bridge.call('recipes.delete', { id: scheme.id });
    if (result.ok) onDeleted?.();
    else stores.toasts.showFailure(result.failure);
  };
  return (
    <ConfirmDialog
      isOpen
      title={`Delete the scheme “${scheme.name}”?`}
      confirmLabel="Delete scheme"
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <div className="scheme-delete">
        <p>It cannot be brought back. Captures that it judged are judged again without it.</p>
        {pinned.length === 0 ? null : (
          <>
            <p>
              Pinned to {pinned.length === 1 ? 'this endpoint, which detects' : 'these endpoints, which detect'} the
              scheme from each request again:
            </p>
            <ul>
              {pinned.map((each) => (
                <li key={each.id}>
                  <strong>{each.name}</strong> <span className="mono">{each.path}</span>
                </li>
              ))}
            </ul>
          </>
        )}
        {bound.length === 0 ? null : (
          <p>
            {bound.length === 1 ? 'One secret is' : `${bound.length} secrets are`} for this scheme only and will no
            longer be used: {bound.map((each) => each.label).join(', ')}.
          </p>
        )}
      </div>
    </ConfirmDialog>
  );
}
