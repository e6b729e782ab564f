/** Devices that Windows opens whatever the extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Controls, bidirectional and zero-width characters, and what file systems or shells give a meaning. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff<>:"/\\|?*]|\p{Cs}/gu;

/**
 * A file name from a sender's: the last segment of a path, without characters that hide its extension, leave the folder or
 * are refused by a file system. `fallback` when nothing is left.
 */
export function safeFileName(name: string, fallback: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const cleaned = last
    .replace(UNSAFE, '')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  if (cleaned === '') return fallback;
  const short = shortened(cleaned, 120);
  return RESERVED.test(short) ? `_${short}` : short;
}

/** Cut in front of the extension, which tells programs what the file is. */
function shortened(name: string, max: number): string {
  if (name.length <= max) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return name.slice(0, max - extension.length) + extension;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
};

/** The extension for a download of this media type (lower case); `bin` when it tells nothing. */
export function extensionOf(mediaType: string): string {
  const known = Object.hasOwn(EXTENSIONS, mediaType) ? EXTENSIONS[mediaType] : undefined;
  if (known !== undefined) return known;
  if (mediaType.endsWith('+json')) return 'json';
  if (mediaType.endsWith('+xml')) return 'xml';
  return 'bin';
}
