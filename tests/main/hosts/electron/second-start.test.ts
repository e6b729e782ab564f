import { expect, it } from 'vitest';
import { openFakeDesktop } from '../../../support/electron-double/fake-desktop.ts';

it('a second start on a data folder in use leaves at once, without a window', async () => {
  const fake = await openFakeDesktop({ ELECTRON_DOUBLE_SECOND: '1' });
  expect(await fake.desktop.exited).toBe(0);
  expect(fake.desktop.notes.map(([name]) => name)).not.toContain('BrowserWindow');
  await fake.close();
});
