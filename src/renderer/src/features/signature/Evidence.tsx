import type { ExplainedVerdict } from '../../../../core/contract.ts';
import type { VerdictEvidence } from '../../../../core/signature/verdict.ts';
import { HostileText } from '../../ui/index.ts';
import { ComparedValues } from './ComparedValues.tsx';
import { LibrariesDiffer } from './LibrariesDiffer.tsx';
import { Section } from './Section.tsx';
import { SignedContent } from './SignedContent.tsx';
import { TimestampAge } from './TimestampAge.tsx';

/** What a verdict rests on: what was received, what was expected, and the bytes in between; then who would see it otherwise. */
export function Evidence({ explained }: { readonly explained: ExplainedVerdict }) {
  return (
    <>
      {explained.evidence === null ? null : <Sections evidence={explained.evidence} />}
      <LibrariesDiffer sentences={explained.sdkDifferences} />
    </>
  );
}

function Sections({ evidence }: { readonly evidence: VerdictEvidence }) {
  return (
    <>
      <Section title="Received">
        {evidence.source === null ? (
          <p className="section-dim">The request carries no signature in this scheme’s place.</p>
        ) : (
          <p className="received mono">
            <span className="section-dim">
              <HostileText bytes>{evidence.source.name}</HostileText>:{' '}
            </span>
            <HostileText bytes>{evidence.source.value}</HostileText>
          </p>
        )}
      </Section>
      {evidence.received.length > 0 || evidence.expected.length > 0 ? (
        <Section title="Expected and received">
          <ComparedValues evidence={evidence} />
        </Section>
      ) : null}
      {evidence.timestamp === null ? null : (
        <Section title="Timestamp">
          <TimestampAge timestamp={evidence.timestamp} />
        </Section>
      )}
      {evidence.signedContent.length === 0 ? null : (
        <Section title="Signed content">
          <SignedContent parts={evidence.signedContent} url={evidence.url} />
        </Section>
      )}
    </>
  );
}
