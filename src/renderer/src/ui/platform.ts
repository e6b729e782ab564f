/** ⌘ takes Ctrl's place on Apple's systems. `userAgentData` is what Chromium offers in place of the frozen string. */
export const isMac: boolean = (() => {
  if (typeof navigator === 'undefined') return false;
  const data: unknown = Reflect.get(navigator, 'userAgentData');
  const platform = typeof data === 'object' && data !== null ? Reflect.get(data, 'platform') : undefined;
  return /mac/i.test(typeof platform === 'string' ? platform : navigator.userAgent);
})();
