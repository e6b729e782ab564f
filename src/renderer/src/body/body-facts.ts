import type { ViewKind } from '../../../core/view/choose-view.ts';
import type { ContentCoding, DecodedBody } from '../../../core/view/content-coding.ts';
import type { BodyContent } from '../../../core/view/render-body.ts';
import { formatBytes, visibleByteString } from '../ui/index.ts';
import type { ViewAnswer } from '../view-worker/job.ts';
import type { ByteSource } from './byte-source.ts';

export type Mode = 'pretty' | 'raw' | 'hex';

export const KINDS: readonly { readonly id: ViewKind; readonly label: string }[] = [
  { id: 'json', label: 'JSON' },
  { id: 'form', label: 'Form' },
  { id: 'multipart', label: 'Multipart' },
  { id: 'xml', label: 'XML' },
  { id: 'text', label: 'Text' },
  { id: 'binary', label: 'Bytes' },
];

export function kindName(kind: ViewKind): string {
  return KINDS.find((each) => each.id === kind)?.label ?? 'empty';
}

export function shownContent(answer: ViewAnswer | null, mode: Mode): BodyContent | null {
  if (answer === null) return null;
  if (mode === 'raw') return answer.raw;
  return answer.outcome.outcome === 'shown' ? answer.outcome.content : null;
}

export interface BodyFacts {
  readonly source: ByteSource;
  readonly answer: ViewAnswer | null;
  readonly mode: Mode;
  readonly codings: readonly ContentCoding[];
  readonly decoded: DecodedBody | null;
}

/** How long a body is and how it was read, on one line. */
export function bodyFacts({ source, answer, mode, codings, decoded }: BodyFacts): string {
  const stored = formatBytes(source.totalBytes);
  if (mode === 'hex') return `${stored} as stored`;
  const parts = [
    decoded === null || decoded.bytes.length === 0
      ? stored
      : `decoded from ${codings.join(', ')}: ${stored} → ${formatBytes(decoded.bytes.length)}`,
  ];
  const content = shownContent(answer, mode);
  if (content?.kind === 'text') {
    const { charset, lossy, chosenBy, unknownCharset } = content.decoded;
    parts.push(
      `${charset}${chosenBy === 'byte-order mark' ? ' with byte-order mark' : ''}${lossy ? ', with invalid bytes' : ''}`,
    );
    if (unknownCharset !== null) parts.push(`charset “${visibleByteString(unknownCharset.slice(0, 20))}” is not known`);
  }
  return parts.join(' · ');
}
