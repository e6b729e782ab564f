import { rm } from 'node:fs/promises';
import pino from 'pino';
import { serveWeb } from '../../../../src/main/hosts/web/server.ts';
import { describeBridge } from '../../../contracts/bridge.ts';
import { buildBridgePage } from '../../../support/bridge-page/build.ts';
import { launchChromium } from '../../../support/chromium.ts';
import { createFakeEngine } from '../../../support/fake-engine.ts';

describeBridge('web host', async () => {
  const rendererDir = await buildBridgePage();
  const log = pino({ level: 'silent' });
  const served = await serveWeb({ engine: createFakeEngine(), rendererDir, port: 0, log });
  if (!served.ok) throw new Error(served.failure.code);
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(served.value.url);
  return {
    page,
    async close() {
      await browser.close();
      await served.value.close();
      await rm(rendererDir, { recursive: true });
    },
  };
});
