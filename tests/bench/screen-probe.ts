import type { Page } from 'playwright-core';

export interface ScreenFigures {
  /** Request sent to row painted, of every row that was painted, ms. */
  readonly delaysMs: readonly number[];
  /** Time from one frame to the next, ms. */
  readonly framesMs: readonly number[];
  /** Tasks of over 50 ms (W3C Long Tasks API), ms. */
  readonly longTasksMs: readonly number[];
}

/** Watches a page that shows the list: `read` gives what was seen since the read before. */
export async function watchScreen(page: Page): Promise<{ read(): Promise<ScreenFigures> }> {
  await page.evaluate(watch);
  return { read: () => page.evaluate(read) };
}

/** Runs in the page. */
function watch(): void {
  const seen = new Set<string>();
  const figures = { delaysMs: [] as number[], framesMs: [] as number[], longTasksMs: [] as number[] };
  Object.assign(globalThis, { benchFigures: figures });
  let fresh: number[] = [];
  const list = document.querySelector('[role=listbox]');
  if (list === null) throw new Error('there is no list');
  const look = (): void => {
    for (const row of list.querySelectorAll<HTMLElement>('[data-id]')) {
      const id = row.dataset.id ?? '';
      if (seen.has(id)) continue;
      seen.add(id);
      // The moment of sending stands in the path, in full in its title where the text is shortened.
      const sentAt = Number(/\/t\/(\d+\.\d+)/.exec(row.innerHTML)?.[1]);
      if (!Number.isNaN(sentAt)) fresh.push(sentAt);
    }
  };
  new MutationObserver(look).observe(list, { childList: true, subtree: true });
  new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) figures.longTasksMs.push(duration);
  }).observe({ type: 'longtask' });
  let before = performance.now();
  const painted = new MessageChannel();
  let painting: number[] = [];
  // A message posted in a frame's callback arrives after that frame was painted.
  painted.port1.onmessage = () => {
    const now = performance.timeOrigin + performance.now();
    for (const sentAt of painting) figures.delaysMs.push(now - sentAt);
    painting = [];
  };
  const frame = (): void => {
    const now = performance.now();
    figures.framesMs.push(now - before);
    before = now;
    if (fresh.length > 0) {
      painting.push(...fresh);
      fresh = [];
      painted.port2.postMessage(null);
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Runs in the page. */
function read(): ScreenFigures {
  // `watch` put it there.
  const { benchFigures } = globalThis as unknown as { benchFigures: Record<keyof ScreenFigures, number[]> };
  return {
    delaysMs: benchFigures.delaysMs.splice(0),
    framesMs: benchFigures.framesMs.splice(0),
    longTasksMs: benchFigures.longTasksMs.splice(0),
  };
}
