import { useState } from 'react';
import type { RecipeInput } from '../../../../core/signature/recipe.ts';
import { Button, CodeBlock } from '../../ui/index.ts';

/** A recipe as it is written in files, shown when asked for. */
export function RecipeJson({ recipe }: { readonly recipe: RecipeInput }) {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <div>
        <Button size="small" variant="quiet" onPress={() => setShown(!isShown)}>
          {isShown ? 'Hide JSON' : 'Show as JSON'}
        </Button>
      </div>
      {isShown ? <CodeBlock code={JSON.stringify(recipe, null, 2)} label="recipe" /> : null}
    </>
  );
}
