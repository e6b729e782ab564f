/**
 * The origin of a URL that is on another machine by what its host is called; null: this machine, or no such URL. What a name leads
 * to is the engine's to find out, which sends nowhere else than here before the user has said so.
 */
export function originElsewhere(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return null;
  const isHere = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  return isHere ? null : parsed.origin;
}
