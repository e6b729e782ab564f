import { describe, expect, it } from 'vitest';
import type { CaptureSummary } from '../../../src/core/capture.ts';
import type { CaptureListPage, CaptureListRequest } from '../../../src/core/contract.ts';
import { createCapturesStore, PAGE_ROWS, WINDOW_ROWS } from '../../../src/renderer/src/store/captures.ts';
import { answeringBridge, heldPorts, history, row, settled } from '../support.ts';

function rows(from: number, to: number): CaptureSummary[] {
  return Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
}

async function started(stored: CaptureSummary[]) {
  const engine = answeringBridge({
    'captures.list': history(stored),
    'captures.clear': () => ({ ok: true, value: { token: 't', count: stored.length } }),
  });
  const time = heldPorts();
  const store = createCapturesStore(engine.bridge, time.ports);
  const stop = await store.getState().start();
  const arrive = (...fresh: CaptureSummary[]) => {
    stored.push(...fresh);
    engine.emit('captures.changed', { rows: fresh });
    time.frame();
  };
  return { ...engine, time, store, stop, arrive, state: () => store.getState() };
}

describe('the list of captures', () => {
  it('shows the newest first and selects it', async () => {
    const { state } = await started(rows(1, 3));
    expect(state().ids).toEqual([3, 2, 1]);
    expect(state().selectedId).toBe(3);
    expect(state()).toMatchObject({ total: 3, more: false, loading: null });
  });

  it('applies all changes between two frames at once', async () => {
    const { state, emit, time, store } = await started([]);
    let updates = 0;
    store.subscribe(() => updates++);
    for (let id = 1; id <= 50; id++) emit('captures.changed', { rows: [row(id)] });
    expect(time.frameCount()).toBe(1);
    expect(updates).toBe(0);
    time.frame();
    expect(state().ids).toHaveLength(50);
    expect(state().total).toBe(50);
  });

  it('takes rows in any order and as often as they come', async () => {
    const { state, emit, time } = await started(rows(1, 2));
    emit('captures.changed', { rows: [row(4), row(2, { replyStatus: 500 })] });
    emit('captures.changed', { rows: [row(3), row(4, { replyStatus: 201 })] });
    time.frame();
    emit('captures.changed', { rows: [row(4, { replyStatus: 202 })] });
    time.frame();
    expect(state().ids).toEqual([4, 3, 2, 1]);
    expect(state().rows.get(2)?.replyStatus).toBe(500);
    expect(state().rows.get(4)?.replyStatus).toBe(202);
    expect(state().total).toBe(4);
  });

  it('keeps a row that an event brought while an older answer was on its way', async () => {
    let answer: (page: CaptureListPage) => void = () => undefined;
    const { bridge, emit } = answeringBridge({
      'captures.list': () =>
        new Promise<CaptureListPage>((resolve) => {
          answer = resolve;
        }),
    });
    const time = heldPorts();
    const store = createCapturesStore(bridge, time.ports);
    const starting = store.getState().start();
    await settled();
    emit('captures.changed', { rows: [row(1, { replyStatus: 200 })] });
    answer({ rows: [row(1, { replyStatus: null })], more: false, total: 1 });
    await starting;
    time.frame();
    expect(store.getState().rows.get(1)?.replyStatus).toBe(200);
    expect(store.getState().ids).toEqual([1]);
  });

  it('loads older pages by key until there are none', async () => {
    const { state, calls } = await started(rows(1, PAGE_ROWS + 30));
    expect(state()).toMatchObject({ more: true });
    await Promise.all([state().loadOlder(), state().loadOlder()]);
    expect(state().ids).toHaveLength(PAGE_ROWS + 30);
    expect(state().more).toBe(false);
    expect(calls.filter((call) => call.name === 'captures.list')).toHaveLength(2);
  });

  it('does not hold more than its window of a long run, and can load the rest again', async () => {
    const { state, emit, time } = await started([]);
    for (let start = 1; start <= WINDOW_ROWS + 1; start += 1000) {
      emit('captures.changed', { rows: rows(start, start + 999) });
      time.frame();
    }
    expect(state().ids).toHaveLength(WINDOW_ROWS);
    expect(state().rows.size).toBe(WINDOW_ROWS);
    expect(state().more).toBe(true);
    expect(state().total).toBe(WINDOW_ROWS + 1000);
  });

  it('forgets removed rows and lists again when all may have changed', async () => {
    const stored = rows(1, 5);
    const { state, emit } = await started(stored);
    emit('captures.removed', { ids: [5, 1] });
    expect(state().ids).toEqual([4, 3, 2]);
    expect(state().selectedId).toBe(4);
    expect(state().total).toBe(3);
    stored.length = 0;
    emit('captures.removed', { all: true });
    await settled();
    expect(state().ids).toEqual([]);
    expect(state().selectedId).toBeNull();
  });

  it('ends its subscriptions', async () => {
    const { stop, listenerCount } = await started([]);
    stop();
    expect(listenerCount()).toBe(0);
  });
});

describe('following the newest', () => {
  it('selects each newest row, until the user moves', async () => {
    const { state, arrive, time } = await started(rows(1, 2));
    arrive(row(3));
    expect(state().selectedId).toBe(3);
    await time.elapse();
    state().moveSelection(1);
    expect(state()).toMatchObject({ selectedId: 2, following: false });
    arrive(row(4));
    await time.elapse();
    expect(state().selectedId).toBe(2);
  });

  it('moves the selection at most once a pause while requests stream in', async () => {
    const { state, arrive, time } = await started([]);
    arrive(row(1));
    arrive(row(2));
    arrive(row(3));
    expect(state().selectedId).toBe(1);
    await time.elapse();
    expect(state().selectedId).toBe(3);
  });

  it('counts what came in front while the newest row was out of sight', async () => {
    const { state, arrive } = await started(rows(1, 2));
    state().select(1);
    arrive(row(3), row(4));
    arrive(row(5));
    arrive(row(5, { replyStatus: 201 }));
    expect(state().newCount).toBe(3);
    state().jumpToNewest();
    expect(state()).toMatchObject({ newCount: 0, selectedId: 5, following: true });
  });

  it('counts nothing as new that is on screen', async () => {
    const { state, arrive } = await started(rows(1, 2));
    state().select(1);
    arrive(row(3));
    state().sawNewest();
    expect(state().newCount).toBe(0);
  });

  it('selects the first capture of all even after the user moved', async () => {
    const { state, arrive } = await started([]);
    state().stopFollowing();
    arrive(row(1));
    expect(state().selectedId).toBe(1);
  });

  it('goes on once the user has moved back up to the newest', async () => {
    const { state, arrive, time } = await started(rows(1, 3));
    state().moveSelection(2);
    state().moveSelection(-2);
    expect(state()).toMatchObject({ selectedId: 3, following: true });
    arrive(row(4));
    await time.elapse();
    expect(state().selectedId).toBe(4);
  });

  it('goes on in a list that was emptied, whatever was chosen before', async () => {
    const stored = rows(1, 3);
    const { state, arrive, emit, time } = await started(stored);
    state().select(2);
    arrive(row(4));
    stored.length = 0;
    emit('captures.removed', { all: true });
    await settled();
    expect(state()).toMatchObject({ ids: [], selectedId: null, following: true, newCount: 0 });
    arrive(row(5));
    arrive(row(6));
    await time.elapse();
    expect(state()).toMatchObject({ selectedId: 6, newCount: 0 });
    state().select(5);
    emit('captures.removed', { ids: [5, 6] });
    arrive(row(7));
    arrive(row(8));
    await time.elapse();
    expect(state()).toMatchObject({ selectedId: 8, newCount: 0 });
  });

  it('stops at the ends', async () => {
    const { state } = await started(rows(1, 3));
    state().moveSelection(-5);
    expect(state().selectedId).toBe(3);
    state().moveSelection(Number.MAX_SAFE_INTEGER);
    expect(state().selectedId).toBe(1);
  });
});

describe('filtering', () => {
  it('lists what the text asks for once the user pauses, and says what it could not take', async () => {
    const { state, time, calls } = await started([row(1, { method: 'GET' }), row(2)]);
    state().setQuery({ text: 'method:g' });
    state().setQuery({ text: 'method:get verdict:nonsense' });
    expect(state().ids).toEqual([2, 1]);
    await time.elapse();
    expect(calls.filter((call) => call.name === 'captures.list')).toHaveLength(2);
    expect(state().ids).toEqual([1]);
    expect(state().filter).toEqual({ method: 'get' });
    expect(state().problems).toHaveLength(1);
  });

  it('leaves out new rows that do not match, and counts them in the total', async () => {
    const { state, arrive, time } = await started([row(1, { endpointId: 'stripe' }), row(2)]);
    state().setQuery({ endpointId: 'stripe' });
    await settled();
    arrive(row(3), row(4, { endpointId: 'stripe' }));
    await time.elapse();
    expect(state().ids).toEqual([4, 1]);
    expect(state().total).toBe(4);
  });

  it('takes a row out that no longer matches, and in one that does now', async () => {
    const verdict = { scheme: 'stripe', reason: null, detail: null, secretId: null };
    const failed = { ...verdict, status: 'failed' as const };
    const verified = { ...verdict, status: 'verified' as const };
    const { state, emit, time } = await started([
      row(1, { verdicts: [verified] }),
      row(2, { verdicts: [failed] }),
      row(3, { verdicts: [failed] }),
    ]);
    state().setQuery({ text: 'verdict:failed' });
    await time.elapse();
    expect(state().ids).toEqual([3, 2]);
    emit('captures.changed', { rows: [row(2, { verdicts: [verified] }), row(1, { verdicts: [failed] })] });
    time.frame();
    expect(state().ids).toEqual([3, 1]);
    expect(state().total).toBe(3);
  });

  it('asks the engine for rows whose text may stand in the body', async () => {
    const { state, arrive, time, calls } = await started([row(1, { target: '/invoice' })]);
    state().setQuery({ text: 'invoice' });
    await time.elapse();
    const before = calls.length;
    arrive(row(2, { target: '/other' }));
    arrive(row(3, { target: '/other' }));
    await time.elapse();
    expect(calls.length).toBe(before + 1);
    expect(state().ids).toEqual([1]);
    expect(state().total).toBe(3);
  });

  it('asks the engine about rows from the oldest on that it cannot place itself', async () => {
    const { state, arrive, time, calls } = await started(rows(1, 5).map((each) => ({ ...each, target: '/invoice' })));
    state().setQuery({ text: 'invoice' });
    await time.elapse();
    arrive(row(6, { target: '/other' }), row(7, { target: '/other' }));
    await time.elapse();
    expect(calls.at(-1)?.input).toMatchObject({ before: null, after: 5, filter: { texts: ['invoice'] } });
  });

  it('drops the answer to an older question', async () => {
    const answers: ((page: CaptureListPage) => void)[] = [];
    const { bridge } = answeringBridge({
      'captures.list': () => new Promise<CaptureListPage>((resolve) => answers.push(resolve)),
    });
    const store = createCapturesStore(bridge, heldPorts().ports);
    void store.getState().start();
    store.getState().setQuery({ endpointId: 'stripe' });
    await settled();
    answers[1]?.({ rows: [row(2, { endpointId: 'stripe' })], more: false, total: 2 });
    await settled();
    answers[0]?.({ rows: [row(1)], more: false, total: 2 });
    await settled();
    expect(store.getState().ids).toEqual([2]);
  });

  it('clears what the filter lists', async () => {
    const { state, calls } = await started(rows(1, 2));
    state().setQuery({ endpointId: 'stripe' });
    await state().clear();
    expect(calls.at(-1)).toEqual({ name: 'captures.clear', input: { filter: { endpointId: 'stripe' } } });
  });
});

describe('a search that takes long', () => {
  async function searching() {
    const asked: CaptureListRequest[] = [];
    const answers: ((page: CaptureListPage) => void)[] = [];
    const { bridge } = answeringBridge({
      'captures.list': (request) => {
        asked.push(request);
        if (asked.length === 1) return { rows: rows(95, 100).reverse(), more: true, total: 100 };
        return new Promise<CaptureListPage>((resolve) => answers.push(resolve));
      },
    });
    const time = heldPorts();
    const store = createCapturesStore(bridge, time.ports);
    await store.getState().start();
    store.getState().setQuery({ text: 'rare' });
    await time.elapse();
    const answer = async (page: CaptureListPage) => {
      answers.at(-1)?.(page);
      await settled();
    };
    return { asked, answer, store, time, state: () => store.getState() };
  }

  it('shows its first rows while it goes on, and how far it has come', async () => {
    const { asked, answer, state } = await searching();
    await answer({ rows: [], more: true, total: 100, searchedTo: 81 });
    // Nothing is known of the filter yet: the rows before stay.
    expect(state()).toMatchObject({ ids: [100, 99, 98, 97, 96, 95], loading: 'first', searched: 0.19 });
    expect(state().listedFilter).toEqual({});
    await answer({ rows: [row(70)], more: true, total: 100, searchedTo: 61 });
    expect(state()).toMatchObject({ ids: [70], selectedId: 70, loading: 'rest', searched: 0.39 });
    expect(state().listedFilter).toEqual({ texts: ['rare'] });
    await answer({ rows: [row(20)], more: false, total: 100 });
    expect(state()).toMatchObject({ ids: [70, 20], loading: null, searched: null, more: false });
    expect(asked.slice(1).map(({ before, limit }) => [before, limit])).toEqual([
      [null, PAGE_ROWS],
      [81, PAGE_ROWS],
      [61, PAGE_ROWS - 1],
    ]);
  });

  it('says that nothing matches only when all was looked at', async () => {
    const { answer, state } = await searching();
    await answer({ rows: [], more: true, total: 100, searchedTo: 50 });
    expect(state().ids).toHaveLength(6);
    await answer({ rows: [], more: false, total: 100 });
    expect(state()).toMatchObject({ ids: [], loading: null });
  });

  it('ends with the next filter, and with its view', async () => {
    const { asked, answer, state, time } = await searching();
    state().setQuery({ text: 'rarer' });
    await time.elapse();
    const before = asked.length;
    await answer({ rows: [], more: true, total: 100, searchedTo: 81 });
    expect(asked.length).toBe(before + 1);
    state().leave();
    await answer({ rows: [], more: true, total: 100, searchedTo: 61 });
    expect(asked.length).toBe(before + 1);
    state().enter();
    expect(asked.at(-1)).toMatchObject({ before: null, filter: { texts: ['rarer'] } });
  });
});
