import { useAppState } from '../../store/context.tsx';
import { Section } from './Section.tsx';

/** What is known of a scheme: its traps, its secret, its documentation. */
export function AboutScheme({ schemeId }: { readonly schemeId: string | null }) {
  const scheme = useAppState((state) => state.schemes.find((each) => each.id === schemeId));
  if (scheme === undefined) return null;
  return (
    <Section title={`About ${scheme.name}`}>
      <ul className="scheme-notes">
        {scheme.confirmed ? null : (
          <li>Unconfirmed: how this provider signs is known by hearsay, not from its documentation or library.</li>
        )}
        {scheme.secretHint === '' ? null : <li>Secret: {scheme.secretHint}</li>}
        {scheme.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {scheme.docs === null ? null : <li className="mono">{scheme.docs}</li>}
      </ul>
    </Section>
  );
}
