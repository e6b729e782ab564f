import { FileX2 } from 'lucide-react';
import { useDialogs } from '../../store/context.tsx';
import type { SchemesPage } from '../../store/dialogs.ts';
import { Button, EmptyState, Spinner, useLeave } from '../../ui/index.ts';
import { useOwnRecipes } from './own-recipes.ts';
import { blankForm, formOf } from './recipe-form.ts';
import { SchemeEditor } from './SchemeEditor.tsx';
import { SchemeList } from './SchemeList.tsx';

export interface SchemesContentProps {
  readonly page: SchemesPage;
}

export function SchemesContent({ page }: SchemesContentProps) {
  const leave = useLeave();
  const recipes = useOwnRecipes();
  const openSchemes = useDialogs((state) => state.openSchemes);
  const openEndpoint = useDialogs((state) => state.openEndpoint);
  if (recipes === null) {
    return (
      <div className="schemes schemes-wait">
        <Spinner label="Loading your schemes…" />
      </div>
    );
  }
  if (page.kind === 'list') return <SchemeList recipes={recipes} />;
  const back = () => leave(openSchemes);
  if (page.kind === 'new') {
    const { endpointId } = page;
    const like = recipes.find((each) => each.id === page.like);
    const initial = like === undefined ? blankForm : { ...formOf(like), name: `${like.name} copy` };
    return (
      <SchemeEditor
        key={`new ${page.like}`}
        existing={null}
        initial={initial}
        endpointId={endpointId}
        back={back}
        done={endpointId === null ? back : () => leave(() => openEndpoint(endpointId))}
      />
    );
  }
  const existing = recipes.find((each) => each.id === page.schemeId);
  if (existing === undefined) {
    return (
      <div className="schemes">
        <EmptyState
          icon={<FileX2 size={24} />}
          title="This scheme is gone"
          actions={<Button onPress={openSchemes}>All your schemes</Button>}
        >
          <p>It was deleted, here or in another window.</p>
        </EmptyState>
      </div>
    );
  }
  return (
    <SchemeEditor
      key={existing.id}
      existing={existing}
      initial={formOf(existing)}
      endpointId={null}
      back={back}
      done={back}
    />
  );
}
