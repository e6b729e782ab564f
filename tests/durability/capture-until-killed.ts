import { flushCompileCache } from 'node:module';
import type { EngineOptions } from '../../src/main/engine.ts';
import { openTestEngine } from '../support/open-test-engine.ts';

/**
 * A program that captures into a data folder until it is killed, or ends in order on SIGTERM. Prints JSON lines: `{url,openedMs}`,
 * then `{notices}` (their failure codes) whenever they change. A second argument: options of the engine, as JSON.
 */
const [dataDir, more = '{}'] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('the data folder is missing');
const print = (line: unknown): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
const began = performance.now();
// Written by the test beside this file.
const opened = await openTestEngine(dataDir, JSON.parse(more) as Partial<EngineOptions>);
if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
const openedMs = performance.now() - began;
const engine = opened.value;
engine.on('notices.changed', ({ notices }) => print({ notices: notices.map(({ failure }) => failure.code) }));
process.once('SIGTERM', () => void engine.close());
await engine.start();
const { listener, notices } = await engine.handlers['app.state'](null);
print({ url: listener.kind === 'listening' ? listener.url : listener.kind, openedMs });
if (notices.length > 0) print({ notices: notices.map(({ failure }) => failure.code) });
// The next round's process starts faster for it; one that is killed saves nothing by itself.
flushCompileCache();
