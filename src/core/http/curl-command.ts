import { base64Of, latin1Bytes } from '../bytes.ts';
import type { CheckedRequest } from '../contract.ts';
import { cmdCommand } from './cmd-command.ts';
import { type CurlOption, curlOption } from './curl-options.ts';
import { type HeaderList, sameHeaderName, withoutBlanks } from './headers.ts';
import type { PastedRequest } from './pasted-request.ts';
import { posixCommand } from './posix-command.ts';
import { UnreadableCommand } from './shell-command.ts';

/** Whether a text begins as a curl command does, after a prompt or with what is piped into it. */
export function looksLikeCurl(text: string): boolean {
  return /^\s*(?:[$>%]\s+)?(?:curl(?:\.exe)?|printf|echo)\s/.test(text);
}

/**
 * The request that a curl command sends (curl 8's manual), for a POSIX shell or for Windows' cmd. Nothing is run and no file is
 * read: what would need either is refused. Of the headers that curl adds only those are given whose values are certain: Host,
 * and Content-Type with data. Throws `UnreadableCommand`.
 */
export function readCurlCommand(text: string): Pick<PastedRequest, 'request' | 'losses'> {
  const bare = text.replace(/^\s*(?:[$>%]\s+)?/, '');
  const { words, input } = isForCmd(bare) ? cmdCommand(bare) : posixCommand(bare);
  const [program = '', ...rest] = words;
  if (!/^(?:.*[/\\])?curl(?:\.exe)?$/.test(program)) throw new UnreadableCommand('it is no curl command');
  const reading: Reading = { urls: [], method: null, headers: [], data: [], query: [], flags: new Set(), user: null };
  for (const { option, value } of optionsOf(rest)) apply(reading, option, value, input);
  return { request: requestOf(reading), losses: lossesOf(reading) };
}

/** Browsers begin a command for cmd with an escaped quotation mark, or join its lines with carets. */
function isForCmd(text: string): boolean {
  return /^curl(?:\.exe)?[ \t]+\^"/i.test(text) || /^[^'\n]*\^\r?\n/.test(text);
}

interface Reading {
  readonly urls: string[];
  method: string | null;
  readonly headers: string[];
  readonly data: string[];
  readonly query: string[];
  readonly flags: Set<string>;
  user: string | null;
}

interface Given {
  readonly option: CurlOption;
  readonly value: string;
}

/** Short options may stand together, with the value of the last one behind it. */
function* optionsOf(words: readonly string[]): Generator<Given> {
  let onlyUrls = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (onlyUrls || !word.startsWith('-') || word === '-') {
      yield { option: { name: 'url', takes: 'value', effect: 'read' }, value: word };
    } else if (word === '--') {
      onlyUrls = true;
    } else if (word.startsWith('--')) {
      const option = curlOption(word.slice(2));
      yield { option, value: option.takes === 'value' ? valueAt(++at, word) : '' };
    } else {
      for (let i = 1; i < word.length; i++) {
        const option = curlOption(word.charAt(i));
        const takes = option.takes === 'value';
        const behind = word.slice(i + 1);
        yield { option, value: !takes ? '' : behind === '' ? valueAt(++at, `-${word.charAt(i)}`) : behind };
        if (takes) break;
      }
    }
  }

  function valueAt(index: number, option: string): string {
    const value = words[index];
    if (value === undefined) throw new UnreadableCommand(`${option} has no value`);
    return value;
  }
}

function apply(reading: Reading, { name, effect }: CurlOption, value: string, input: string | null): void {
  if (effect === 'none') return;
  const { urls, headers, data, query, flags } = reading;
  switch (name) {
    case 'url':
      if (urls.push(value) > 1) throw new UnreadableCommand('it has more than one URL');
      return;
    case 'request':
      reading.method = value;
      return;
    case 'header':
      if (value.startsWith('@')) throw inFile('--header', value);
      headers.push(value);
      return;
    case 'user-agent':
      headers.push(value === '' ? 'User-Agent:' : `User-Agent: ${value}`);
      return;
    case 'referer':
      headers.push(`Referer: ${value.replace(/;auto$/, '')}`);
      return;
    case 'cookie':
      if (!value.includes('=')) throw inFile('--cookie', value);
      headers.push(`Cookie: ${value}`);
      return;
    case 'oauth2-bearer':
      headers.push(`Authorization: Bearer ${value}`);
      return;
    case 'user':
      reading.user = value;
      return;
    case 'data':
    case 'data-ascii':
      // What it reads from a file loses its line breaks and NULs.
      data.push(contentOf(`--${name}`, value, input)?.replace(/[\r\n\0]/g, '') ?? value);
      return;
    case 'data-binary':
      data.push(contentOf(`--${name}`, value, input) ?? value);
      return;
    case 'data-raw':
      data.push(value);
      return;
    case 'json':
      data.push(contentOf('--json', value, input) ?? value);
      flags.add('json');
      return;
    case 'data-urlencode':
      data.push(urlEncoded(value));
      flags.add('encodes');
      return;
    case 'url-query':
      query.push(value.startsWith('+') ? value.slice(1) : urlEncoded(value));
      return;
    default:
      flags.add(name);
  }
}

/** What `@…` stands for; null: the value is no reference. */
function contentOf(option: string, value: string, input: string | null): string | null {
  if (!value.startsWith('@')) return null;
  if (value === '@-' && input !== null) return input;
  throw inFile(option, value);
}

function inFile(option: string, value: string): UnreadableCommand {
  const what = value === '@-' ? 'standard input' : 'a file';
  return new UnreadableCommand(`${option} takes its value from ${what}, which is not here: write the value there`);
}

/** `content`, `=content` or `name=content`: the content is encoded, the name is not. */
function urlEncoded(value: string): string {
  const equals = value.indexOf('=');
  const at = value.indexOf('@');
  if (at !== -1 && (equals === -1 || at < equals)) throw inFile('--data-urlencode', value);
  const name = equals > 0 ? `${value.slice(0, equals)}=` : '';
  return (
    name +
    value
      .slice(equals + 1)
      .replace(/[^A-Za-z0-9\-._~]/g, percent)
      .replaceAll('%20', '+')
  );
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function lossesOf({ flags, query }: Reading): readonly string[] {
  const encoded = flags.has('encodes') || query.length > 0;
  return encoded ? ['curl encoded a part of it, in %XX with letters whose case depends on its version.'] : [];
}

function requestOf(reading: Reading): CheckedRequest {
  const { flags } = reading;
  const body = reading.data.join(flags.has('json') ? '' : '&');
  const inQuery = flags.has('get') || flags.has('head') ? body : '';
  const { url, authority, credentials } = urlOf(reading, flags.has('globoff'), inQuery);
  const sendsBody = reading.data.length > 0 && !flags.has('get') && !flags.has('head');
  const usual = flags.has('head') ? 'HEAD' : sendsBody ? 'POST' : 'GET';
  const headers = headersOf(reading, authority, credentials, sendsBody);
  return { method: reading.method ?? usual, url, headers, body: latin1Bytes(sendsBody ? body : '') };
}

function urlOf(reading: Reading, isLiteral: boolean, data: string) {
  const [given] = reading.urls;
  if (given === undefined) throw new UnreadableCommand('it has no URL');
  const [, scheme = 'http://', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(given) ?? [];
  if (!/^https?:\/\/$/i.test(scheme)) throw new UnreadableCommand('its URL is not one of http or https');
  if (/[\0-\x20\x7f]/.test(rest)) throw new UnreadableCommand('its URL has white space or a control character');
  const [bare = ''] = rest.split('#', 1);
  const end = bare.search(/[/?]/);
  const before = end === -1 ? bare : bare.slice(0, end);
  const at = before.lastIndexOf('@');
  const authority = before.slice(at + 1);
  if (authority === '') throw new UnreadableCommand('its URL names no host');
  let target = end === -1 ? '' : bare.slice(end);
  if (!isLiteral) {
    // Without --globoff these are patterns, unless they are escaped.
    if (/(?<!\\)[[\]{}]/.test(target)) throw new UnreadableCommand('its URL has a pattern in brackets: add --globoff');
    target = target.replace(/\\([[\]{}])/g, '$1');
  }
  for (const part of [...reading.query, ...(data === '' ? [] : [data])]) {
    target = `${target === '' ? '/' : target}${target.includes('?') ? (/[?&]$/.test(target) ? '' : '&') : '?'}${part}`;
  }
  const credentials = at === -1 ? null : decoded(before.slice(0, at));
  return { url: `${scheme.toLowerCase()}${authority}${target}`, authority, credentials };
}

function decoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** As curl orders them: its own first, then the given ones in their order; the type of its data where none is given. */
function headersOf(reading: Reading, authority: string, credentials: string | null, sendsBody: boolean): HeaderList {
  const { flags } = reading;
  const given: [string, string][] = [];
  const removed: string[] = [];
  for (const line of reading.headers) {
    if (/[\r\n\0]/.test(line)) throw new UnreadableCommand('a header has a line break or NUL in it');
    const [, name = '', sign = '', value = ''] = /^([^:;]*)([:;]?)(.*)$/.exec(line) ?? [];
    const text = withoutBlanks(value);
    // `Name:` keeps curl from sending its own; `Name;` sends an empty one; a line without either is not sent.
    if (sign === ':' && text === '') removed.push(name);
    else if (sign === ':' || (sign === ';' && text === '')) given.push([name.trimEnd(), text]);
  }
  const isSet = (name: string) =>
    [...removed, ...given.map(([other]) => other)].some((one) => sameHeaderName(one, name));
  const own: [string, string][] = [];
  if (!isSet('Host')) own.push(['Host', authority]);
  const user = reading.user ?? credentials;
  if (user !== null && !isSet('Authorization')) own.push(['Authorization', `Basic ${base64Of(latin1Bytes(user))}`]);
  const type = flags.has('json') ? 'application/json' : 'application/x-www-form-urlencoded';
  const added: [string, string][] = sendsBody && !isSet('Content-Type') ? [['Content-Type', type]] : [];
  if (flags.has('json') && !isSet('Accept')) added.push(['Accept', 'application/json']);
  return [...own, ...given, ...added];
}
