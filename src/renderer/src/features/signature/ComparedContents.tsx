import { useState } from 'react';
import type { ComparedContent } from '../../../../core/diagnosis/diagnosis.ts';
import { DiffView } from '../../editor/index.ts';
import { Badge, Button, formatBytes, formatCount } from '../../ui/index.ts';
import { differenceWindow, hasMore } from './difference-window.ts';
import { HexDifference } from './HexDifference.tsx';

const nouns = { body: 'body', content: 'string to sign' } as const;

export interface ComparedContentsProps {
  readonly compared: ComparedContent;
  /** What the right side is: the one that was signed, or forged to compare. */
  readonly rightName?: 'signed' | 'forged';
}

/** What was received beside what was signed, around the first difference, with everything that cannot be seen written out. */
export function ComparedContents({ compared, rightName = 'signed' }: ComparedContentsProps) {
  const [extent, setExtent] = useState<'near' | 'all'>('near');
  const { what, received, signed, form, firstDifference } = compared;
  const window = differenceWindow(compared, extent);
  const noun = nouns[what];
  const labels = { received: `Received ${noun}`, signed: `${rightName === 'signed' ? 'Signed' : 'Forged'} ${noun}` };
  return (
    <figure className="difference" aria-label={`Received and ${rightName} ${noun}`}>
      <figcaption className="difference-head">
        <span className="difference-side">
          <Badge tone="fail">− received</Badge> {formatBytes(received.totalBytes)}
        </span>
        <span className="difference-side">
          <Badge tone="ok">+ {rightName}</Badge> {formatBytes(signed.totalBytes)}, {form}
        </span>
        <span className="difference-place">
          first difference at byte {formatCount(firstDifference + 1)} of {formatCount(received.totalBytes)}
        </span>
      </figcaption>
      {window.kind === 'text' ? (
        <DiffView
          original={window.received}
          modified={window.signed}
          originalLabel={labels.received}
          modifiedLabel={labels.signed}
        />
      ) : (
        <HexDifference received={window.received} signed={window.signed} offset={window.offset} labels={labels} />
      )}
      {hasMore(compared) || extent === 'all' ? (
        <div className="difference-foot">
          <span>{extent === 'near' ? 'The bytes around the difference.' : wholeWords(compared)}</span>
          <Button size="small" variant="quiet" onPress={() => setExtent(extent === 'near' ? 'all' : 'near')}>
            {extent === 'near' ? 'Show all' : 'Show only the difference'}
          </Button>
        </div>
      ) : null}
    </figure>
  );
}

function wholeWords({ received, signed }: ComparedContent): string {
  const isWhole = [received, signed].every(({ bytes, totalBytes }) => bytes.length === totalBytes);
  return isWhole ? 'All of both.' : `${formatBytes(received.bytes.length)} that hold the difference.`;
}
