import pino from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail, ok } from '../../../src/core/result.ts';
import type { DiscoverTask } from '../../../src/main/diagnosis/search-tasks.ts';
import { createSearches, type SearchLimits, usualSearchLimits } from '../../../src/main/diagnosis/searches.ts';
import { programUrl } from '../../support/programs.ts';
import { begun } from './begun.ts';

function start(limits: Partial<SearchLimits> = {}) {
  const lines: string[] = [];
  const searches = createSearches({
    worker: programUrl('odd-search'),
    log: pino({}, { write: (line) => lines.push(line) }),
    limits: { ...usualSearchLimits, ...limits },
  });
  onTestFinished(() => searches.close());
  return { searches, log: () => lines.join('') };
}

const discover = (searches: ReturnType<typeof start>['searches'], name: string, secret: string) =>
  searches.run(name, 'discover', async () => ok(taskOf(secret)));

const taskOf = (secret: string): DiscoverTask => ({ requests: [], secret, ownRecipes: [], ignoreCatalogue: false });

const answer = ok({ recipes: [], tried: 7, complete: true });
const ended = (cause: string) => fail({ code: 'search-ended', cause });
const cancelled = fail({ code: 'cancelled' });

describe('a search', () => {
  it('gives the answer of its worker', async () => {
    const { searches } = start();
    expect(await discover(searches, 'a', 'answer')).toEqual(answer);
  });

  it('is ended where it does not end by itself', async () => {
    const { searches } = start({ timeMs: { check: 1, discover: 1 } });
    expect(await discover(searches, 'a', 'spin')).toEqual(ended('time'));
  });

  it('that takes more memory than it may is ended alone', async () => {
    const { searches } = start({ heapMiB: 32 });
    const other = discover(searches, 'b', 'spin');
    expect(await discover(searches, 'a', 'memory')).toEqual(ended('memory'));
    searches.cancel('b');
    expect(await other).toEqual(cancelled);
  });

  it('whose worker goes away has failed', async () => {
    const { searches } = start();
    expect(await discover(searches, 'a', 'exit')).toEqual(ended('fault'));
  });

  it('that throws has failed, and the log says where but not what was quoted', async () => {
    const { searches, log } = start();
    expect(await discover(searches, 'a', 'quote CANARY-SECRET')).toEqual(ended('fault'));
    expect(log()).toContain('odd-search.js');
    expect(log()).toContain('SyntaxError');
    expect(log()).not.toContain('CANARY');
  });

  it('fails as its preparation does, and rejects only for a bug in it', async () => {
    const { searches } = start();
    const gone = fail({ code: 'not-found', what: 'capture' } as const);
    expect(await searches.run('a', 'discover', async () => gone)).toEqual(gone);
    await expect(searches.run('a', 'discover', () => Promise.reject(new Error('bug')))).rejects.toThrow('bug');
    expect(await discover(searches, 'a', 'answer')).toEqual(answer);
  });

  it('can be cancelled while it computes, while it is prepared and before its turn', async () => {
    const { searches } = start({ concurrent: 1 });
    const computing = begun('spin');
    const first = discover(searches, 'first', 'spin');
    const second = discover(searches, 'second', 'spin');
    await computing;
    searches.cancel('second');
    expect(await second).toEqual(cancelled);
    searches.cancel('first');
    searches.cancel('nobody');
    expect(await first).toEqual(cancelled);

    const prepared = Promise.withResolvers<void>();
    const third = searches.run('third', 'discover', async () => {
      await prepared.promise;
      return ok(taskOf('spin'));
    });
    searches.cancel('third');
    prepared.resolve();
    expect(await third).toEqual(cancelled);
    expect(await discover(searches, 'fourth', 'answer')).toEqual(answer);
  });

  it('takes the place of the one before it of the same name', async () => {
    const { searches } = start({ concurrent: 1 });
    const first = discover(searches, 'a', 'spin');
    const second = discover(searches, 'a', 'answer');
    expect(await first).toEqual(cancelled);
    expect(await second).toEqual(answer);
  });

  it('waits for its turn in order, and not behind too many', async () => {
    const { searches } = start({ concurrent: 1, waiting: 2 });
    const order: string[] = [];
    const run = (name: string, secret: string) =>
      searches.run(name, 'discover', async () => {
        order.push(name);
        return ok(taskOf(secret));
      });
    const first = run('first', 'spin');
    const rest = [run('second', 'answer'), run('third', 'answer')];
    expect(await run('fourth', 'answer')).toEqual(ended('busy'));
    expect(order).toEqual(['first']);
    searches.cancel('first');
    expect(await first).toEqual(cancelled);
    expect(await Promise.all(rest)).toEqual([answer, answer]);
    expect(order).toEqual(['first', 'second', 'third']);
  });

  it('ends with the engine, whether it computes or waits, and there are no more after that', async () => {
    const { searches } = start({ concurrent: 1 });
    const computing = begun('spin');
    const both = [discover(searches, 'a', 'spin'), discover(searches, 'b', 'answer')];
    await computing;
    await Promise.all([searches.close(), searches.close()]);
    expect(await Promise.all(both)).toEqual([ended('closing'), ended('closing')]);
    expect(await discover(searches, 'c', 'answer')).toEqual(ended('closing'));
  });
});
