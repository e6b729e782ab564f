import { base64Of, strictUtf8Text } from '../../../core/bytes.ts';
import { type DiagnosisInput, type DiagnosisPort, diagnose } from '../../../core/diagnosis/diagnose.ts';
import type {
  ComparedContent,
  ComparedSide,
  Diagnosis,
  DiagnosisEvidence,
  DiagnosisReport,
  Tried,
} from '../../../core/diagnosis/diagnosis.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import { computingTimeMs } from '../../diagnosis/computing-time.ts';
import { nodeCodec } from '../../diagnosis/node-codec.ts';

const port: DiagnosisPort = { crypto: nodeCrypto, codec: nodeCodec, now: computingTimeMs };

/** Nothing but the request and its secrets is known on the command line: no other captures, no other endpoints. */
export function diagnoseHere(input: Omit<DiagnosisInput, 'others'>, budgetMs: number): DiagnosisReport {
  return diagnose({ ...input, others: [] }, port, budgetMs);
}

/** What scripts read; documented in README.md. Bytes are text where they are UTF-8, else base64. */
export interface DiagnosisJson extends Omit<Diagnosis, 'evidence'> {
  /** The first of `causes`. */
  readonly cause: Diagnosis['causes'][0];
  readonly evidence: Omit<DiagnosisEvidence, 'compared'> & { readonly compared: ComparedJson | null };
}

interface ComparedJson extends Omit<ComparedContent, 'received' | 'signed'> {
  readonly received: SideJson;
  readonly signed: SideJson;
}

type SideJson = Omit<ComparedSide, 'bytes'> & ({ readonly text: string } | { readonly base64: string });

export interface DiagnosedJson {
  readonly diagnosis: readonly DiagnosisJson[];
  /** What was excluded, where nothing was proved. */
  readonly tried?: Tried;
}

export function diagnosedJson({ diagnoses, tried }: DiagnosisReport): DiagnosedJson {
  const diagnosis = diagnoses.map(diagnosisJson);
  return diagnoses.some(({ confidence }) => confidence === 'proved') ? { diagnosis } : { diagnosis, tried };
}

function diagnosisJson({ causes, confidence, message, fix, evidence }: Diagnosis): DiagnosisJson {
  const { compared } = evidence;
  const sides =
    compared === null
      ? null
      : { ...compared, received: sideJson(compared.received), signed: sideJson(compared.signed) };
  return { cause: causes[0], causes, confidence, message, fix, evidence: { ...evidence, compared: sides } };
}

function sideJson({ bytes, offset, totalBytes }: ComparedSide): SideJson {
  const text = strictUtf8Text(bytes);
  return { ...(text === undefined ? { base64: base64Of(bytes) } : { text }), offset, totalBytes };
}
