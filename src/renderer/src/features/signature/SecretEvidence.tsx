import type { DiagnosisEvidence } from '../../../../core/diagnosis/diagnosis.ts';
import { useEngine } from '../../store/context.tsx';
import { Badge, HostileText } from '../../ui/index.ts';
import { secretName } from './secret-names.ts';

/** Which secret it is, and what is wrong with its ends, without showing it. */
export function SecretEvidence({ evidence }: { readonly evidence: DiagnosisEvidence }) {
  const secrets = useEngine((app) => app.secrets);
  const endpoints = useEngine((app) => app.endpoints);
  const { secretId, secret: defect } = evidence;
  if (secretId === null) return null;
  const info = secrets.find((each) => each.id === secretId);
  const endpoint = endpoints.find((each) => each.id === info?.endpointId);
  const before = defect?.before ?? [];
  const after = defect?.after ?? [];
  return (
    <div className="secret-evidence">
      <p className="compared-row">
        <span className="compared-label">secret</span>
        <span className="secret-evidence-line">
          <strong>{secretName(secretId, secrets)}</strong>
          {endpoint === undefined ? null : <span className="section-dim">of {endpoint.name}</span>}
          <span className="secret-ends">
            <Ends names={before} />
            <code>
              <HostileText>{masked(info?.masked ?? '••••••••', after.length)}</HostileText>
            </code>
            <Ends names={after} />
          </span>
        </span>
      </p>
      {defect?.readAs == null ? null : (
        <p className="compared-row">
          <span className="compared-label">read as</span>
          <span className="secret-evidence-line">
            <Badge tone="fail">{defect.readAs.was}</Badge>
            <span className="section-dim">has to be read as</span>
            <Badge tone="ok">{defect.readAs.right}</Badge>
          </span>
        </p>
      )}
    </div>
  );
}

/** `a line feed` as a mark that says `line feed`. */
function Ends({ names }: { readonly names: readonly string[] }) {
  return names.map((name, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: characters have no identity but their place.
    <Badge key={index} tone="fail">
      {name.replace(/^an? /, '')}
    </Badge>
  ));
}

/** The masked secret without the characters at its end that are named beside it. */
function masked(text: string, namedAtEnd: number): string {
  const [, bullets = '', shown = ''] = /^(•*)(.*)$/s.exec(text) ?? [];
  return bullets + shown.slice(0, Math.max(0, shown.length - namedAtEnd));
}
