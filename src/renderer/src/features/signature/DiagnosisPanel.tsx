import type { ReactNode } from 'react';
import type { Diagnosis, DiagnosisReport } from '../../../../core/diagnosis/diagnosis.ts';
import { triedWords } from '../../../../core/diagnosis/tried-words.ts';
import { Button, ErrorState, Spinner } from '../../ui/index.ts';
import { type CauseAction, DiagnosisCard } from './DiagnosisCard.tsx';
import { codeWords } from './diagnosis-words.ts';
import { FixCode } from './FixCode.tsx';
import type { Search } from './use-search.ts';
import './diagnosis.css';

export interface DiagnosisPanelProps {
  readonly search: Search<DiagnosisReport>;
  /** The scheme that was judged; null: none. */
  readonly scheme: string | null;
  readonly actionsFor: (diagnosis: Diagnosis) => readonly CauseAction[];
  /** What else can be tried, whatever was found. */
  readonly children?: ReactNode;
}

/** Why a signature fails: what is proved first, then guesses, and what was excluded where nothing is proved. */
export function DiagnosisPanel({ search, scheme, actionsFor, children }: DiagnosisPanelProps) {
  const { found, failure, isRunning } = search;
  return (
    <section className="diagnosis" aria-label="Diagnosis" aria-busy={isRunning}>
      <div className="diagnosis-head">
        <h3>Diagnosis</h3>
        <span role="status">{isRunning ? <Spinner label="Looking for the cause…" size={12} /> : null}</span>
      </div>
      {failure !== null ? (
        <ErrorState failure={failure} onRetry={search.again} />
      ) : found === null ? (
        <div className="diagnosis-wait" />
      ) : (
        <Causes report={found} search={search} scheme={scheme} actionsFor={actionsFor} />
      )}
      {children}
    </section>
  );
}

interface CausesProps {
  readonly report: DiagnosisReport;
  readonly search: Search<DiagnosisReport>;
  readonly scheme: string | null;
  readonly actionsFor: (diagnosis: Diagnosis) => readonly CauseAction[];
}

function Causes({ report, search, scheme, actionsFor }: CausesProps) {
  const { diagnoses, tried } = report;
  const isProved = diagnoses.some(({ confidence }) => confidence === 'proved');
  return (
    <>
      {isProved ? null : (
        <div className="diagnosis-nothing">
          <p>
            <strong>Nothing proved.</strong> {triedWords(tried)}
          </p>
          {tried.complete || search.longer === null ? null : (
            <div className="cause-actions">
              <Button size="small" isDisabled={search.isRunning} onPress={search.longer}>
                Search longer
              </Button>
            </div>
          )}
          {diagnoses.length === 0 ? null : <p className="section-dim">The likeliest next steps, which are guesses:</p>}
        </div>
      )}
      <ol className="causes">
        {diagnoses.map((diagnosis, index) => {
          const codeScheme = diagnosis.evidence.scheme ?? scheme;
          return (
            <DiagnosisCard
              key={`${diagnosis.causes.join(' ')} ${diagnosis.message}`}
              diagnosis={diagnosis}
              isFirst={index === 0}
              actions={actionsFor(diagnosis)}
            >
              {codeScheme === null ? null : <FixCode scheme={codeScheme} words={codeWords(diagnosis.causes)} />}
            </DiagnosisCard>
          );
        })}
      </ol>
    </>
  );
}
