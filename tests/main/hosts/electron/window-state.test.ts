import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWindowState, writeWindowState } from '../../../../src/main/hosts/electron/window-state.ts';

const SCREEN = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const state = { x: 100, y: 50, width: 1200, height: 800, maximized: false };

const unreported = (error: unknown): void => {
  throw error;
};

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookproof-window-'));
  file = join(folder, 'window.json');
});
afterEach(() => rm(folder, { recursive: true }));

it('opens where it was closed', () => {
  writeWindowState(file, state, unreported);
  expect(readWindowState(file, SCREEN)).toEqual(state);
});

it.each([
  ['left of every screen', { ...state, x: -1150 }],
  ['on a screen that is gone', { ...state, x: 3000 }],
  ['with its title bar above the screen', { ...state, y: -200 }],
  ['below the screen', { ...state, y: 1070 }],
  ['too small to use', { ...state, width: 10 }],
  ['with numbers that are none', { ...state, x: null }],
])('opens at the default place rather than %s', (_where, stored) => {
  writeWindowState(file, stored as typeof state, unreported);
  expect(readWindowState(file, SCREEN)).toBeNull();
});

it('opens on the second screen when that is still there', () => {
  writeWindowState(file, { ...state, x: 2000 }, unreported);
  expect(readWindowState(file, [...SCREEN, { x: 1920, y: 0, width: 1280, height: 1024 }])).toMatchObject({ x: 2000 });
});

it('does without a file that is missing or no JSON, and leaves it alone', async () => {
  expect(readWindowState(file, SCREEN)).toBeNull();
  await writeFile(file, 'not JSON');
  expect(readWindowState(file, SCREEN)).toBeNull();
  expect(await readFile(file, 'utf8')).toBe('not JSON');
});

it('reports a disk that does not take it, and does not throw', () => {
  const reported: unknown[] = [];
  writeWindowState(join(folder, 'gone', 'window.json'), state, (error) => reported.push(error));
  expect(reported).toMatchObject([{ code: 'ENOENT' }]);
});
