/** `node scripts/icons.js`: draws resources/icon.svg as resources/icon.png, 512 pixels square with a clear ground. */
import './run-on-node-24.js';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const { launchChromium } = await import('../tests/support/chromium.ts');
const resource = (name) => fileURLToPath(new URL(`../resources/${name}`, import.meta.url));

const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 512, height: 512 } });
const svg = await readFile(resource('icon.svg'), 'utf8');
await page.setContent(`<style>html, body { margin: 0 } svg { display: block; width: 512px }</style>${svg}`);
await page.screenshot({ path: resource('icon.png'), omitBackground: true });
await browser.close();
