import { CircleCheck } from 'lucide-react';
import type { DiscoveryReport, FoundRecipe } from '../../../../core/discovery/discovery.ts';
import { useAppState } from '../../store/context.tsx';
import { Badge, formatCount, InlineNotice } from '../../ui/index.ts';
import { type Given, provedWords } from './discover-requests.ts';
import { FoundActions } from './FoundActions.tsx';
import { RecipeJson } from './RecipeJson.tsx';

export interface DiscoverResultProps {
  readonly report: DiscoveryReport;
  /** How many requests the search had. */
  readonly requests: number;
  readonly given: Given;
}

export function DiscoverResult({ report, requests, given }: DiscoverResultProps) {
  const { recipes } = report;
  if (recipes.length === 0) return <NothingFound report={report} />;
  return (
    <>
      {recipes.length === 1 ? null : (
        <InlineNotice tone="warn" title={`${recipes.length} recipes remain.`}>
          <p>
            The {requests === 1 ? 'request does' : 'requests do'} not tell them apart. Give another capture and search
            again; the simplest comes first.
          </p>
        </InlineNotice>
      )}
      <ol className="found-recipes" aria-label="Recipes found">
        {recipes.map((found, index) => (
          <FoundRow
            key={JSON.stringify(found.recipe)}
            found={found}
            requests={requests}
            given={given}
            isFirst={index === 0}
          />
        ))}
      </ol>
      {report.complete ? null : <p className="field-hint">The time was over before everything was tried.</p>}
    </>
  );
}

interface FoundRowProps {
  readonly found: FoundRecipe;
  readonly requests: number;
  readonly given: Given;
  readonly isFirst: boolean;
}

function FoundRow({ found, requests, given, isFirst }: FoundRowProps) {
  const known = useAppState((state) => state.schemes.find((each) => each.id === found.scheme));
  const isFull = found.provedOn.length === requests;
  return (
    <li className="found-recipe">
      <p className="found-words">
        <CircleCheck size={14} aria-hidden="true" />
        <span>{found.words}</span>
      </p>
      <p className="found-facts">
        <Badge tone={isFull ? 'ok' : 'warn'}>{provedWords(found.provedOn, requests)}</Badge>
        {known === undefined ? null : <Badge tone="accent">signs like {known.name}</Badge>}
      </p>
      <FoundActions found={found} given={given} known={known ?? null} isFirst={isFirst} />
      <RecipeJson recipe={found.recipe} />
    </li>
  );
}

function NothingFound({ report }: { readonly report: DiscoveryReport }) {
  return (
    <InlineNotice
      title={`No recipe found: ${formatCount(report.tried)} signatures were computed${report.complete ? '' : ' until the time was over'}.`}
    >
      <ul className="found-next">
        <li>
          Make sure the secret is the one these requests were signed with; try the other reading of it (base64, hex).
        </li>
        <li>Give the public URL if the sender may sign it, exactly as it is configured at the sender.</li>
        <li>Try a capture that nothing in between has changed: no proxy that decodes or rewrites bodies.</li>
        <li>A signature of a public key (RSA, ECDSA) or over something that is not in the request cannot be found.</li>
      </ul>
    </InlineNotice>
  );
}
