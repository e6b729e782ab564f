import { describeBridge } from '../../../contracts/bridge.ts';
import { openFakeDesktop } from '../../../support/electron-double/fake-desktop.ts';

describeBridge('desktop window (on our double of Electron)', async () => {
  const fake = await openFakeDesktop();
  return { page: await fake.desktop.page, close: fake.close };
});
