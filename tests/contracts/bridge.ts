import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Draft } from '../../src/core/draft/draft.ts';
import type {} from '../support/bridge-page/page.ts';
import { fakeState, patternByte, WHOLE_BYTES } from '../support/fake-engine.ts';

/** A host with the fake engine behind it and the bridge page in front. */
export interface BridgeUnderTest {
  readonly page: Page;
  close(): Promise<void>;
}

/** What every host's bridge has to do, asked from inside a real page. */
export function describeBridge(host: string, open: () => Promise<BridgeUnderTest>): void {
  describe(`the bridge of the ${host}`, () => {
    let opened: BridgeUnderTest;
    let page: Page;

    beforeAll(async () => {
      opened = await open();
      page = opened.page;
      await page.waitForFunction(() => document.title === 'bridge ready');
    });
    afterAll(() => opened.close());

    it('says at once that it is connected', async () => {
      expect(await page.evaluate(() => window.connectionStates)).toEqual(['connected']);
    });

    it('carries nested data, null, fractions, big integers and non-ASCII text', async () => {
      expect(await page.evaluate(() => window.bridge.call('app.state', null))).toEqual(fakeState);
    });

    it('carries an expected failure as a value', async () => {
      expect(await page.evaluate(() => window.bridge.call('captures.get', { id: 1 }))).toEqual({
        ok: false,
        failure: { code: 'not-found', what: 'capture' },
      });
    });

    it('carries results without a value and commands without an answer', async () => {
      const [result, answer] = await page.evaluate(async () => [
        await window.bridge.call('secrets.delete', { id: 'x' }),
        (await window.bridge.call('notices.dismiss', { id: 'burst 0' })) === undefined,
      ]);
      expect(result).toMatchObject({ ok: true });
      expect(answer).toBe(true);
    });

    it('carries bytes from the engine exactly, from none to 5 MiB', async () => {
      const slices = await page.evaluate(async (whole) => {
        const seen: { type: string; length: number; digest: number[] }[] = [];
        for (const maxBytes of [1, 255, 65_536, whole]) {
          const slice = await window.bridge.call('captures.bytes', { id: 1, part: 'body', offset: 0, maxBytes });
          if (!slice.ok) throw new Error('the fake always has bytes');
          const { bytes } = slice.value;
          const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
          seen.push({ type: bytes.constructor.name, length: bytes.length, digest: [...new Uint8Array(digest)] });
        }
        const past = await window.bridge.call('captures.bytes', { id: 1, part: 'raw', offset: whole, maxBytes: 10 });
        return { seen, past: past.ok && past.value.bytes instanceof Uint8Array && past.value.bytes.length };
      }, WHOLE_BYTES);
      expect(slices.past).toBe(0);
      for (const [index, length] of [1, 255, 65_536, WHOLE_BYTES].entries()) {
        const bytes = Uint8Array.from({ length }, (_, at) => patternByte(at));
        const digest = [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))];
        expect(slices.seen[index]).toEqual({ type: 'Uint8Array', length, digest });
      }
    });

    it('carries bytes and byte strings to the engine and back exactly', async () => {
      const same = await page.evaluate(async () => {
        const latin1 = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
        const differing: string[] = [];
        for (const length of [0, 1, 256, 5 * 1024 * 1024]) {
          const draft: Draft = {
            method: 'POST',
            url: 'http://127.0.0.1:3000/?q=é',
            headers: [
              ['X-Twice', latin1],
              ['x-twice', ''],
            ],
            body: Uint8Array.from({ length }, (_, at) => (at * 7) & 255),
            signing: null,
          };
          const echoed = await window.bridge.call('drafts.sign', { draft });
          if (!echoed.ok) throw new Error('the fake returns the draft');
          const { body } = echoed.value;
          const bytesHold = body.length === length && draft.body.every((byte, at) => body[at] === byte);
          const restHolds = JSON.stringify({ ...echoed.value, body: 0 }) === JSON.stringify({ ...draft, body: 0 });
          if (!(body instanceof Uint8Array && bytesHold && restHolds)) differing.push(`${length} bytes`);
        }
        return differing;
      });
      expect(same).toEqual([]);
    });

    it('answers many calls at once, each with its own answer', async () => {
      const offsets = await page.evaluate(() =>
        Promise.all(
          Array.from({ length: 40 }, async (_, offset) => {
            const slice = await window.bridge.call('captures.bytes', { id: 1, part: 'raw', offset, maxBytes: 1 });
            return slice.ok ? slice.value.offset : -1;
          }),
        ),
      );
      expect(offsets).toEqual(Array.from({ length: 40 }, (_, offset) => offset));
    });

    it('refuses an unknown command and an input that is not the command’s, and works on', async () => {
      const errors = await page.evaluate(async () => {
        // Calls that TypeScript would not let the renderer make.
        const call = window.bridge.call as (name: string, input: unknown) => Promise<unknown>;
        const outcome = (name: string, input: unknown) =>
          call(name, input).then(
            () => 'accepted',
            (error: Error) => `${error.name}: ${error.message}`,
          );
        return [
          await outcome('engine.eval', null),
          await outcome('constructor', null),
          await outcome('captures.get', { id: 'one' }),
          await outcome('captures.get', { id: 1, and: 'more' }),
          await outcome('captures.bytes', { id: 1, part: 'body', offset: 0, maxBytes: 1e12 }),
          await outcome('app.state', {}),
          await outcome('captures.list', { filter: {}, before: null, limit: 10 }),
        ];
      });
      expect(errors).toEqual([
        'InvalidCall: there is no such command',
        'InvalidCall: there is no such command',
        expect.stringMatching(/^InvalidCall: captures\.get: id: /),
        expect.stringMatching(/^InvalidCall: captures\.get: input: /),
        expect.stringMatching(/^InvalidCall: captures\.bytes: maxBytes: /),
        expect.stringMatching(/^InvalidCall: app\.state: input: /),
        'accepted',
      ]);
    });

    it('keeps the text of a bug to itself and gives its id in the log', async () => {
      const error = await page.evaluate(() =>
        window.bridge.call('schemes.list', null).then(
          () => null,
          (reason: Error & { id?: string }) => ({
            ...reason,
            name: reason.name,
            message: reason.message,
            id: reason.id,
          }),
        ),
      );
      expect(error).toMatchObject({ name: 'EngineError', id: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(JSON.stringify(error)).not.toContain('whsec_');
    });

    it('brings events in order, before the answer of the call that caused them', async () => {
      const seen = await page.evaluate(async () => {
        const done: number[] = [];
        const stop = window.bridge.on('judging.progress', (event) => done.push(event.done));
        await window.bridge.call('notices.dismiss', { id: 'burst 500' });
        stop();
        return done;
      });
      expect(seen).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
    });

    it('brings nothing more after the unsubscription, and leaves other subscriptions alone', async () => {
      const counts = await page.evaluate(async () => {
        let first = 0;
        let second = 0;
        const stopFirst = window.bridge.on('judging.progress', () => first++);
        const stopSecond = window.bridge.on('judging.progress', () => second++);
        await window.bridge.call('notices.dismiss', { id: 'burst 3' });
        stopFirst();
        await window.bridge.call('notices.dismiss', { id: 'burst 2' });
        stopSecond();
        await window.bridge.call('notices.dismiss', { id: 'burst 1' });
        return [first, second];
      });
      expect(counts).toEqual([3, 5]);
    });
  });
}
