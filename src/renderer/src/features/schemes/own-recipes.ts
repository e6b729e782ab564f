import { useEffect, useState } from 'react';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { useBridge } from '../../store/context.tsx';

/** The user's own schemes, oldest first, kept up to date; null until the engine has answered. */
export function useOwnRecipes(): readonly OwnRecipe[] | null {
  const bridge = useBridge();
  const [recipes, setRecipes] = useState<readonly OwnRecipe[] | null>(null);
  useEffect(() => {
    let latest = 0;
    const ask = async () => {
      const own = ++latest;
      const answer = await bridge.call('recipes.list', null);
      if (own === latest) setRecipes(answer);
    };
    const stop = bridge.on('schemes.changed', () => void ask());
    void ask();
    return () => {
      latest = -1;
      stop();
    };
  }, [bridge]);
  return recipes;
}
