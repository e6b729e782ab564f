import { Copy, Download } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { CaptureSummary } from '../../../../../core/capture.ts';
import { looksLikeText } from '../../../../../core/view/text.ts';
import {
  type ByteSource,
  captureBytes,
  downloadSource,
  HexView,
  readRange,
  Segmented,
  usePrefix,
} from '../../../body/index.ts';
import { useApp } from '../../../store/context.tsx';
import {
  Button,
  copyText,
  ErrorState,
  formatBytes,
  formatCounted,
  IconButton,
  InlineNotice,
  Menu,
  Spinner,
  useWidth,
} from '../../../ui/index.ts';
import { captureFileName } from '../capture-file-name.ts';
import { byteForms, MAX_COPIED_BYTES } from './copied-bytes.ts';
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
  const selected = selection?.key === source.key ? selection.range : null;
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
        <span className="body-facts">{facts(wire, mode, rawBytes)}</span>
        <CopyMenu source={source} wire={wire} selected={mode === 'lines' ? selected : null} />
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
              key={source.key}
              wire={wire}
              isWhole={prefix !== null && prefix.bytes.length === rawBytes}
              selected={selected}
              onSelect={(range) => setSelection(range === null ? null : { key: source.key, range })}
              onCopy={(range) => void copyRange(range)}
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

  async function copyRange({ start, end }: ByteRange): Promise<void> {
    if (wire === null || end - start > MAX_COPIED_BYTES) return;
    const [escaped] = byteForms;
    const done = await copyText(escaped.of(wire.bytes.subarray(start, end)));
    stores.toasts.show(
      done
        ? { tone: 'ok', text: `Copied ${formatBytes(end - start)} ${escaped.label}.` }
        : { tone: 'fail', text: 'The clipboard refused.', hint: 'Use Download instead.' },
    );
  }
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

interface CopyMenuProps {
  readonly source: ByteSource;
  readonly wire: Wire | null;
  readonly selected: ByteRange | null;
}

/** The exact bytes as text, of the selection or of everything. */
function CopyMenu({ source, wire, selected }: CopyMenuProps) {
  const { toasts } = useApp().stores;
  const length = selected === null ? source.totalBytes : selected.end - selected.start;
  const copy = async (form: (typeof byteForms)[number]) => {
    const read =
      selected !== null && wire !== null
        ? { ok: true as const, value: wire.bytes.subarray(selected.start, selected.end) }
        : await readRange(source, 0, source.totalBytes);
    if (!read.ok) {
      toasts.showFailure(read.failure);
      return;
    }
    const done = await copyText(form.of(read.value));
    toasts.show(
      done
        ? { tone: 'ok', text: `Copied ${formatBytes(read.value.length)} ${form.label}.` }
        : { tone: 'fail', text: 'The clipboard refused.', hint: 'Use Download instead.' },
    );
  };
  const what = selected === null ? 'everything' : 'the selection';
  return (
    <Menu
      label={`Copy ${what}, ${formatBytes(length)}`}
      trigger={
        <Button size="small" variant="quiet" icon={<Copy size={13} />} isDisabled={length === 0}>
          {selected === null ? 'Copy' : `Copy ${formatBytes(length)}`}
        </Button>
      }
      items={byteForms.map((form) => ({
        id: form.id,
        label: `Copy ${what} ${form.label}`,
        isDisabled: length > MAX_COPIED_BYTES,
        onAction: () => void copy(form),
      }))}
    />
  );
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
