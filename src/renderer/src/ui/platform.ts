/** The user's system, as Chromium names it (`userAgentData`), else from the user agent string, which is frozen. */
const platform: string = (() => {
  if (typeof navigator === 'undefined') return '';
  const data: unknown = Reflect.get(navigator, 'userAgentData');
  const name: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'platform') : undefined;
  return typeof name === 'string' ? name : navigator.userAgent;
})();

/** ⌘ takes Ctrl's place on Apple's systems. */
export const isMac: boolean = /mac/i.test(platform);

export const isWindows: boolean = /windows/i.test(platform);
