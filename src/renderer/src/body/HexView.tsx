import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../../core/failure.ts';
import { HEX_ROW_BYTES, hexOffset, hexRowCount, hexRows } from '../../../core/view/hex.ts';
import { Button, ErrorState, formatBytes } from '../ui/index.ts';
import type { ByteSource } from './byte-source.ts';
import './HexView.css';

const ROW_HEIGHT = 18;
/** Bytes fetched at once. */
const PAGE_BYTES = 64 * 1024;
/** Pages kept: scrolling through gigabytes must not keep them. */
const KEPT_PAGES = 64;
/** Rows of one section are at most 9.4 million pixels high; browsers cut elements at about 33 million. */
const SECTION_BYTES = 8 * 1024 * 1024;

/** Every byte of a source with its offset and as ASCII. Rows and bytes are made only for what is on screen. */
export function HexView({ source }: { readonly source: ByteSource }) {
  const [section, setSection] = useState({ key: source.key, index: 0 });
  const index = section.key === source.key ? section.index : 0;
  const sections = Math.max(1, Math.ceil(source.totalBytes / SECTION_BYTES));
  return (
    <div className="hex">
      {sections > 1 ? (
        <div className="hex-sections">
          <span>
            {formatBytes(index * SECTION_BYTES)} to{' '}
            {formatBytes(Math.min(source.totalBytes, (index + 1) * SECTION_BYTES))} of {formatBytes(source.totalBytes)}
          </span>
          <Button
            size="small"
            isDisabled={index === 0}
            onPress={() => setSection({ key: source.key, index: index - 1 })}
          >
            Previous 8 MiB
          </Button>
          <Button
            size="small"
            isDisabled={index === sections - 1}
            onPress={() => setSection({ key: source.key, index: index + 1 })}
          >
            Next 8 MiB
          </Button>
        </div>
      ) : null}
      <HexSection key={`${source.key} ${index}`} source={source} start={index * SECTION_BYTES} />
    </div>
  );
}

function HexSection({ source, start }: { readonly source: ByteSource; readonly start: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const end = Math.min(source.totalBytes, start + SECTION_BYTES);
  const firstRow = start / HEX_ROW_BYTES;
  const rows = useVirtualizer({
    count: hexRowCount(end - start),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const items = rows.getVirtualItems();
  const firstPage = pageOf(firstRow + (items[0]?.index ?? 0));
  const lastPage = pageOf(firstRow + (items.at(-1)?.index ?? 0));
  const { pages, failure } = usePages(source, firstPage, lastPage);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className="hex-scroller" ref={scroller} tabIndex={0} aria-label="Bytes in hexadecimal">
      {failure === null ? null : <ErrorState failure={failure} />}
      <div className="hex-rows" style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const row = firstRow + item.index;
          const page = pages.get(pageOf(row));
          const [shown] = page === undefined ? [] : hexRows(page, pageOf(row) * PAGE_BYTES, row, row + 1);
          return (
            <div key={item.key} className="hex-row" style={{ transform: `translateY(${item.start}px)` }}>
              <span className="hex-offset">{hexOffset(row * HEX_ROW_BYTES)}</span>
              <span className="hex-bytes">
                {shown === undefined ? '' : `${shown.hex.slice(0, 8).join(' ')}  ${shown.hex.slice(8).join(' ')}`}
              </span>
              <span className="hex-ascii" dir="ltr">
                {shown?.ascii ?? ''}
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function pageOf(row: number): number {
  return Math.floor((row * HEX_ROW_BYTES) / PAGE_BYTES);
}

function usePages(source: ByteSource, first: number, last: number) {
  const [pages, setPages] = useState<ReadonlyMap<number, Uint8Array>>(new Map());
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(new Set<number>());
  useEffect(() => {
    let live = true;
    const wanted = asked.current;
    for (let page = first; page <= last; page++) {
      if (wanted.has(page)) continue;
      wanted.add(page);
      void source.read(page * PAGE_BYTES, PAGE_BYTES).then((slice) => {
        if (!slice.ok) {
          if (live) setFailure(slice.failure);
          return;
        }
        setPages((before) => {
          const next = new Map(before).set(page, slice.value.bytes);
          for (const oldest of next.keys()) {
            if (next.size <= KEPT_PAGES) break;
            next.delete(oldest);
            wanted.delete(oldest);
          }
          return next;
        });
      });
    }
    return () => {
      live = false;
    };
  }, [source, first, last]);
  return { pages, failure };
}
