import type { AuditOrder } from '../../../../core/audit/audit.ts';
import type { CaptureId, CaptureSummary } from '../../../../core/capture.ts';
import type { ForgeTemplate } from '../../../../core/forge/template.ts';
import { formatClock, middleTruncated, type SelectOption, visibleByteString, visibleText } from '../../ui/index.ts';

type RequestFrom = AuditOrder['requestFrom'];

/** Stands for what an audit of the scheme usually starts from: `Select` needs an id, and nothing else is called this. */
const USUAL = ' usual';

/** The newest of them; an older one is chosen in its own menu. */
const LISTED = 20;

export interface RequestOptions {
  readonly scheme: string;
  readonly chosen: RequestFrom;
  readonly templates: readonly ForgeTemplate[];
  /** Newest first. */
  readonly captures: readonly CaptureSummary[];
}

/** What requests of an audit can be made from: the scheme's templates, and captures, those of the scheme first. */
export function requestOptions({ scheme, chosen, templates, captures }: RequestOptions): readonly SelectOption[] {
  const own = templates.filter((each) => each.scheme === scheme || isChosen(chosen, 'template', each.id));
  const requests = captures.filter(({ kind }) => kind === 'request');
  const isOfScheme = ({ verdicts }: CaptureSummary): boolean => verdicts[0]?.scheme === scheme;
  const listed = [
    ...requests.filter(({ id }) => isChosen(chosen, 'capture', id)),
    ...requests.filter((row) => !isChosen(chosen, 'capture', row.id) && isOfScheme(row)),
    ...requests.filter((row) => !isChosen(chosen, 'capture', row.id) && !isOfScheme(row)),
  ].slice(0, LISTED);
  const isGone = chosen?.kind === 'capture' && !listed.some(({ id }) => id === chosen.id);
  return [
    { id: USUAL, label: own.length === 0 ? 'A small JSON event' : 'The usual event of the scheme' },
    ...own.map(({ id, title, event }) => ({ id: optionId({ kind: 'template', id }), label: title, hint: event })),
    ...(isGone ? [{ id: optionId(chosen), label: `Capture ${chosen.id}`, hint: 'not in the list' }] : []),
    ...listed.map(captureOption),
  ];
}

function captureOption(row: CaptureSummary): SelectOption {
  const words = [row.eventType === null ? null : visibleText(row.eventType), formatClock(row.receivedAt)];
  return {
    id: optionId({ kind: 'capture', id: row.id }),
    label: `Capture ${row.id}: ${middleTruncated(visibleByteString(`${row.method} ${row.target}`), 48)}`,
    hint: words.filter((word) => word !== null).join(', '),
  };
}

function isChosen(chosen: RequestFrom, kind: 'template' | 'capture', id: string | CaptureId): boolean {
  return chosen?.kind === kind && chosen.id === id;
}

export function optionId(from: RequestFrom): string {
  return from === null ? USUAL : `${from.kind} ${from.id}`;
}

export function requestOfOption(option: string): RequestFrom {
  const [, kind, id = ''] = /^(template|capture) (.+)$/s.exec(option) ?? [];
  if (kind === 'template') return { kind, id };
  return kind === 'capture' ? { kind, id: Number(id) } : null;
}
