import { Download } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { CaptureSummary } from '../../../../../core/capture.ts';
import { looksLikeText } from '../../../../../core/view/text.ts';
import { captureBytes, downloadSource, HexView, Segmented, usePrefix } from '../../../body/index.ts';
import { useApp } from '../../../store/context.tsx';
import {
  Button,
  ErrorState,
  formatBytes,
  formatCounted,
  IconButton,
  InlineNotice,
  Spinner,
  useWidth,
} from '../../../ui/index.ts';
import { captureFileName } from '../capture-file-name.ts';
import { CopyMenu, useCopyBytes } from './CopyMenu.tsx';
import { byteForms } from './copied-bytes.ts';
import { useWire, type Wire } from './use-wire.ts';
import { type ByteRange, WireRows } from './WireRows.tsx';
import './wire.css';

/** Loaded at once; more only when asked for, so that a request of hundreds of megabytes opens like a small one. */
const FIRST_BYTES = 2 * 1024 * 1024;
const MORE_FACTOR = 8;
/** Of the first bytes of something malformed: enough to tell text from a handshake. */
const SAMPLE_BYTES = 512;

/** Beside the bytes of a row, in pixels. */
const GUTTER = 140;
/** Of a character of 12 px in the widest of our monospaced fonts. */
const CELL = 7.25;
/** Rows are cut at multiples of this, so that a pane that is dragged is not cut again at every pixel. */
const CELL_STEP = 8;

type Mode = 'lines' | 'hex';

/** Every byte of a capture as it came over the socket, in lines that are named, or in hexadecimal. */
export function WireView({ row, isDamaged }: { readonly row: CaptureSummary; readonly isDamaged: boolean }) {
  const { bridge, stores } = useApp();
  const copyBytes = useCopyBytes();
  const { id, rawBytes } = row;
  const source = useMemo(() => captureBytes(bridge, id, 'raw', rawBytes), [bridge, id, rawBytes]);
  const [chosen, setChosen] = useState<Mode | null>(null);
  const [limit, setLimit] = useState({ key: source.key, bytes: FIRST_BYTES });
  const wanted = limit.key === source.key ? limit.bytes : FIRST_BYTES;
  const read = usePrefix(source, wanted);
  const prefix = read?.key === source.key ? read : null;
  const pane = useRef<HTMLDivElement>(null);
  const columns = columnsIn(useWidth(pane));
  const accepted = row.kind === 'request';
  const { wire, stopped, isCurrent } = useWire(
    prefix?.failure === null ? prefix : null,
    {
      accepted,
      parserCode: row.malformed?.code ?? null,
    },
    columns,
  );
  const [selection, setSelection] = useState<{ key: string; range: ByteRange } | null>(null);
  const selected = selection?.key === source.key && wire?.sourceKey === source.key ? selection.range : null;
  // Another protocol's bytes say more in hexadecimal, next to what of them is text.
  const isBinary = !accepted && prefix !== null && !looksLikeText(prefix.bytes.subarray(0, SAMPLE_BYTES));
  const mode = chosen ?? (isBinary ? 'hex' : 'lines');

  const download = async () => {
    const done = await downloadSource(source, captureFileName(id, isDamaged, '.http'));
    if (!done.ok) stores.toasts.showFailure(done.failure);
  };
  return (
    <div className="wire" ref={pane} aria-busy={mode === 'lines' && !isCurrent}>
      <div className="body-bar">
        <Segmented
          label="View of the bytes"
          value={mode}
          onChange={setChosen}
          options={[
            { id: 'lines', label: 'Lines' },
            { id: 'hex', label: 'Hex' },
          ]}
        />
        <span className="body-facts">{facts(wire?.sourceKey === source.key ? wire : null, mode, rawBytes)}</span>
        <CopyMenu
          source={source}
          selected={
            mode === 'lines' && wire !== null && selected !== null
              ? wire.bytes.subarray(selected.start, selected.end)
              : null
          }
        />
        <IconButton
          label="Download the raw bytes"
          size="small"
          icon={<Download size={13} />}
          onPress={() => void download()}
        />
      </div>
      {rawBytes === 0 ? (
        <p className="body-empty">No byte was received.</p>
      ) : mode === 'hex' ? (
        <div className="wire-content">
          <HexView source={source} />
        </div>
      ) : prefix !== null && prefix.failure !== null ? (
        <ErrorState failure={prefix.failure} onRetry={() => setLimit({ key: source.key, bytes: wanted + 1 })} />
      ) : (
        <>
          {stopped === null ? null : <InlineNotice tone="warn">{stopped}</InlineNotice>}
          {wire === null ? (
            stopped === null ? (
              <div className="body-wait">
                <Spinner label="Reading…" />
              </div>
            ) : null
          ) : (
            <WireRows
              key={wire.sourceKey}
              wire={wire}
              isStale={wire.sourceKey !== source.key}
              selected={selected}
              onSelect={(range) => setSelection(range === null ? null : { key: source.key, range })}
              onCopy={({ start, end }) => void copyBytes(wire.bytes.subarray(start, end), byteForms[0])}
            />
          )}
          {prefix === null ? null : (
            <More
              shown={wire?.layout.end ?? 0}
              read={prefix.bytes.length}
              total={rawBytes}
              isCurrent={isCurrent}
              onMore={() => setLimit({ key: source.key, bytes: prefix.bytes.length * MORE_FACTOR })}
            />
          )}
        </>
      )}
    </div>
  );
}

function columnsIn(width: number): number {
  if (width === 0) return 0;
  const cells = Math.floor((width - GUTTER) / CELL / CELL_STEP) * CELL_STEP;
  return Math.min(200, Math.max(32, cells));
}

function facts(wire: Wire | null, mode: Mode, rawBytes: number): string {
  const parts = [`${formatBytes(rawBytes)} as received`];
  const chunks = mode === 'lines' ? (wire?.layout.count('chunk-size') ?? 0) : 0;
  if (chunks > 0) parts.push(formatCounted(chunks, 'chunk'));
  return parts.join(' · ');
}

interface MoreProps {
  readonly shown: number;
  readonly read: number;
  readonly total: number;
  readonly isCurrent: boolean;
  readonly onMore: () => void;
}

/** How far the rows go, where that is not the end. */
function More({ shown, read, total, isCurrent, onMore }: MoreProps) {
  if (!isCurrent || (shown === total && read === total)) return null;
  if (shown < read) {
    return (
      <div className="body-more">
        <span>
          Shown up to {formatBytes(shown)} of {formatBytes(total)}: these are all the lines that fit. Hex and the
          download have every byte.
        </span>
      </div>
    );
  }
  return (
    <div className="body-more">
      <span>
        Shown up to {formatBytes(read)} of {formatBytes(total)}.
      </span>
      <Button size="small" onPress={onMore}>
        Show more
      </Button>
    </div>
  );
}
