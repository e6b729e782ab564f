import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
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
  });
  const items = virtualizer.getVirtualItems();
  const end = (items.at(-1)?.index ?? -1) + 1;

  useAnchor(scroller, ids, following, actions.sawNewest);
  useEffect(() => {
    actions.setVisibleEnd(end);
    if (end > 0 && end >= ids.length - AHEAD) void actions.loadOlder();
  }, [actions, end, ids.length]);

  // The selection scrolls into view when it moves, not when rows arrive around it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (following || selectedId === null) return;
    const index = ids.indexOf(selectedId);
    if (index !== -1) virtualizer.scrollToIndex(index, { align: 'auto' });
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

/** The width of the element's content box, px; 0 until it is laid out. */
/**
 * Holds the rows still under the user's eyes: rows that come in front push the scroll position on by their height, unless
 * the list follows the newest, which stands at the top. `onTop`: the newest row is on screen all the same.
 */
function useAnchor(
  scroller: React.RefObject<HTMLElement | null>,
  ids: readonly number[],
  following: boolean,
  onTop: () => void,
): void {
  const first = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = scroller.current;
    const added = first.current === undefined ? -1 : ids.indexOf(first.current);
    first.current = ids[0];
    if (element === null) return;
    if (following) element.scrollTop = 0;
    else if (added > 0) element.scrollTop += added * ROW;
    // A list that is shorter than its pane does not scroll, and tells nobody.
    if (element.scrollTop < ROW) onTop();
  }, [scroller, ids, following, onTop]);
}
