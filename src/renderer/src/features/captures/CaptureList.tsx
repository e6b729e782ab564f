import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type MouseEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useApp, useAppState, useCaptures } from '../../store/context.tsx';
import { Button, formatCount, Spinner, useWidth } from '../../ui/index.ts';
import { CaptureRow } from './CaptureRow.tsx';
import { columnTitles, rowLayout } from './row-layout.ts';
import './CaptureList.css';

/** Pixels, as `--row-height` says. */
const ROW = 30;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 60;

/** The captures, newest first, as a listbox with one tab stop; the keys are commands. */
export function CaptureList() {
  const { stores } = useApp();
  const actions = stores.captures.getState();
  const ids = useCaptures((state) => state.ids);
  const selectedId = useCaptures((state) => state.selectedId);
  const following = useCaptures((state) => state.following);
  const newCount = useCaptures((state) => state.newCount);
  const loadingOlder = useCaptures((state) => state.loading === 'older');
  const schemes = useAppState((state) => state.schemes);
  const schemesById = useMemo(() => new Map(schemes.map((scheme) => [scheme.id, scheme])), [schemes]);

  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const layout = useMemo(() => rowLayout(width), [width]);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    // Holds the rows still under the user's eyes while others come in front, unless the list follows the newest, which
    // stands at the top. Known by their ids, they are held before they are rendered: moved afterwards, the list would be
    // painted once at its new place with the rows of the old one, which is empty when many came.
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    anchorTo: following ? 'start' : 'end',
  });
  const items = virtualizer.getVirtualItems();
  const end = (items.at(-1)?.index ?? -1) + 1;

  useNewestOnTop(virtualizer, ids, following, actions.sawNewest);
  useEffect(() => {
    actions.setVisibleEnd(end);
    if (end > 0 && end >= ids.length - AHEAD) void actions.loadOlder();
  }, [actions, end, ids.length]);

  // The selection scrolls into view when it moves, not when rows arrive around it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useLayoutEffect(() => {
    if (following || selectedId === null) return;
    const index = ids.indexOf(selectedId);
    if (index !== -1) showRow(virtualizer, index);
  }, [selectedId, following]);

  // The arrow keys work from the start; what has the focus already keeps it.
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus();
  }, []);

  const onScroll = () => {
    const atTop = (scroller.current?.scrollTop ?? 0) < ROW;
    if (atTop) actions.sawNewest();
    else actions.stopFollowing();
  };
  const onPress = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest('[data-id]') : null;
    if (row instanceof HTMLElement && event.button === 0) actions.select(Number(row.dataset.id));
  };
  return (
    <div className="capture-list">
      <div className="capture-head" style={{ gridTemplateColumns: layout.template }} aria-hidden="true">
        {layout.columns.map((column) => (
          <span key={column} className={`capture-cell capture-${column}`}>
            {columnTitles[column]}
          </span>
        ))}
      </div>
      <div
        ref={scroller}
        className="capture-scroller"
        role="listbox"
        aria-label="Captures, newest first"
        aria-activedescendant={selectedId === null ? undefined : `capture-${selectedId}`}
        tabIndex={0}
        data-command-scope="list"
        onScroll={onScroll}
        onMouseDown={onPress}
      >
        <div role="presentation" className="capture-canvas" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const id = ids[item.index];
            return id === undefined ? null : (
              <CaptureRow
                key={id}
                id={id}
                index={item.index}
                count={ids.length}
                top={item.start}
                isSelected={id === selectedId}
                layout={layout}
                schemes={schemesById}
              />
            );
          })}
        </div>
      </div>
      {loadingOlder ? (
        <div className="capture-older">
          <Spinner label="Loading older captures…" />
        </div>
      ) : null}
      {!following && newCount > 0 ? (
        <Button
          variant="primary"
          size="small"
          className="capture-jump"
          icon={<ArrowUp size={13} />}
          onPress={() => {
            actions.jumpToNewest();
            // The button goes away with its reason; the focus would go with it.
            scroller.current?.focus();
          }}
        >
          Jump to newest · {formatCount(newCount)} new
        </Button>
      ) : null}
    </div>
  );
}

type ListVirtualizer = Virtualizer<HTMLDivElement, Element>;

/** The list that follows the newest stands at its top. `onTop`: the newest row is on screen all the same. */
function useNewestOnTop(
  virtualizer: ListVirtualizer,
  ids: readonly number[],
  following: boolean,
  onTop: () => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows are what moves the list.
  useLayoutEffect(() => {
    const element = virtualizer.scrollElement;
    if (element === null) return;
    if (following) scrollTo(virtualizer, element, 0);
    // A list that is shorter than its pane does not scroll, and tells nobody.
    if (element.scrollTop < ROW) onTop();
  }, [virtualizer, ids, following, onTop]);
}

/**
 * Scrolls no further than it takes. The virtualizer's own `scrollToIndex` goes on for some frames to what stands at the index
 * by then, which is another row when some came in front.
 */
function showRow(virtualizer: ListVirtualizer, index: number): void {
  const element = virtualizer.scrollElement;
  if (element === null) return;
  const top = index * ROW;
  const { scrollTop, clientHeight } = element;
  if (top < scrollTop) scrollTo(virtualizer, element, top);
  else if (top + ROW > scrollTop + clientHeight) scrollTo(virtualizer, element, top + ROW - clientHeight);
}

/**
 * For layout effects: what is painted next has the rows of the new place. The browser tells of a scroll a frame later, and
 * rows that come before would be held at the old place.
 */
function scrollTo(virtualizer: ListVirtualizer, element: HTMLElement, top: number): void {
  element.scrollTop = top;
  if (virtualizer.scrollOffset === element.scrollTop) return;
  virtualizer.scrollOffset = element.scrollTop;
  // Renders again with what it was told; it has no measurements to lose, as every row is as high as the next.
  virtualizer.measure();
}
