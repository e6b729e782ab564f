import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';

/** A body as it was signed and as it arrived. Made by other means than the search's: the languages' own outputs, Buffer, URLSearchParams. */
export interface BodyPair {
  readonly signed: Uint8Array;
  readonly received: Uint8Array;
  readonly headers: readonly (readonly [string, string])[];
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const TEXT_TYPE = ['Content-Type', 'text/plain; charset=utf-8'] as const;

const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Sizes in bytes that bodies are drawn about; the largest are rare, since each costs a search its whole budget. */
const SIZES = [2, 2, 40, 40, 300, 300, 300, 1024, 1024, 4096, 4096, 16_384, 65_536, 262_144];

export const drawnSize = (random: Random) => random.pick(SIZES);

const words = [
  'invoice',
  'paid',
  'customer',
  'Zoë',
  'grüßt',
  '東京',
  'naïve',
  'a/b',
  'x<y',
  'R&D',
  "it's",
  'été',
  '🎉',
  'ok',
];
const asciiWords = ['invoice', 'paid', 'customer', 'order', 'created', 'a-b', 'x.y', 'lorem', 'ipsum', 'dolor'];

function textOf(random: Random, size: number, from: readonly string[]): string {
  const chosen = [random.pick(from)];
  for (let bytes = Buffer.byteLength(chosen[0] ?? ''); bytes < size; ) {
    const word = random.pick(from);
    chosen.push(word);
    bytes += 1 + Buffer.byteLength(word);
  }
  return chosen.join(' ');
}

/** An object with about as many bytes as JSON. Members are in no order; numbers are such as every language writes alike. */
export function jsonValue(random: Random, size: number, from = words): unknown {
  if (size <= 2) return random.pick<unknown>([{}, [], 42]);
  const item = () => ({
    type: random.pick(from),
    id: `evt_${random.hex(4)}`,
    amount: random.below(100_000),
    live: random.next() < 0.5,
    note: textOf(random, Math.min(size, random.pick([8, 30, 120])), from),
    next: null,
    amounts: [random.below(10) + 0.25, -random.below(1000)],
    customer: { name: random.pick(from), address: { city: random.pick(from), tags: [] } },
  });
  if (size <= 60) return { id: random.below(1000), b: random.pick(from), a: random.below(2) === 0 };
  const items = [item()];
  for (let bytes = 250; bytes < size; bytes += 300) items.push(item());
  return items.length === 1 ? items[0] : { object: 'list', data: items };
}

export function jsonBody(random: Random, size: number, from = words): Uint8Array {
  return utf8(JSON.stringify(jsonValue(random, size, from), null, random.pick([0, 0, 2])));
}

function formText(random: Random, size: number): string {
  const fields = new URLSearchParams();
  for (let bytes = 0; bytes < size; bytes += 50)
    fields.append(`${random.pick(asciiWords)}_${bytes}`, textOf(random, 12, words));
  return fields.toString();
}

/** Any body at all: JSON, a form, text, bytes. */
export function anyBody(random: Random, size: number): BodyPair {
  const [body, headers] = random.pick([
    () => [jsonBody(random, size), [JSON_TYPE]] as const,
    () => [jsonBody(random, size), [JSON_TYPE]] as const,
    () => [utf8(formText(random, size)), [FORM_TYPE]] as const,
    () => [utf8(textOf(random, size, words)), [TEXT_TYPE]] as const,
    () => [random.bytes(Math.max(2, size)), [['Content-Type', 'application/octet-stream']]] as const,
  ])();
  return { signed: body, received: body, headers };
}

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../fixtures/json-forms/${name}`, import.meta.url), 'utf8'));
// Our own fixtures; tests/support/write-json-forms.ts writes the second from the first.
const texts = fixture('texts.json') as readonly string[];
const languages = (fixture('forms.json') as { forms: Record<string, Record<string, readonly (string | null)[]>> })
  .forms;
const forms = Object.values(languages).flatMap((byForm) => Object.entries(byForm));
/** Their outputs stand in a larger array as they are: all in one line. */
const inOneLine = forms.filter(([name]) => !/pretty|indent|org/.test(name));

/** The body was signed as another language prints it: the outputs are those of the real libraries. */
function reserialised(random: Random, size: number): BodyPair {
  if (size <= 300) {
    const index = random.below(texts.length);
    const outputs = forms.flatMap(([, byText]) => byText[index] ?? []);
    return { signed: utf8(random.pick(outputs)), received: utf8(texts[index] ?? ''), headers: [JSON_TYPE] };
  }
  const [name, outputs] = random.pick(inOneLine);
  const usable = texts.flatMap((text, index) => {
    const output = outputs[index] ?? null;
    return output === null ? [] : [{ text: text.trim(), output: output.trim() }];
  });
  const chosen = [];
  for (let bytes = 0; bytes < size; bytes += chosen.at(-1)?.text.length ?? 1) chosen.push(random.pick(usable));
  const comma = /^python(?! compact)/.test(name) ? ', ' : ',';
  return {
    signed: utf8(`[${chosen.map(({ output }) => output).join(comma)}]${/^go map/.test(name) ? '\n' : ''}`),
    received: utf8(`[${chosen.map(({ text }) => text).join(',')}]`),
    headers: [JSON_TYPE],
  };
}

function newline(random: Random, size: number): BodyPair {
  const { received: body, headers } = anyBody(random, size);
  const pretty = utf8(`${JSON.stringify(jsonValue(random, size), null, 2)}\n`);
  const windows = utf8(Buffer.from(pretty).toString('utf8').replaceAll('\n', '\r\n'));
  return random.pick<() => BodyPair>([
    () => ({ signed: body, received: concat(body, utf8('\n')), headers }),
    () => ({ signed: concat(body, utf8('\n')), received: body, headers }),
    () => ({ signed: body, received: concat(body, utf8('\r\n')), headers }),
    () => ({ signed: pretty, received: windows, headers: [JSON_TYPE] }),
    () => ({ signed: windows, received: pretty, headers: [JSON_TYPE] }),
    () => ({ signed: body, received: concat(body, utf8('  \n')), headers }),
  ])();
}

function charset(random: Random, size: number): BodyPair {
  const bom = Uint8Array.of(0xef, 0xbb, 0xbf);
  const body = jsonBody(random, size);
  const text = `${textOf(random, Math.max(size, 4), ['Zoë', 'grüßt', 'naïve', 'garçon', 'Ångström'])} é`;
  const wide = `${text} 東京 🎉`;
  const headers = [JSON_TYPE];
  return random.pick<() => BodyPair>([
    () => ({ signed: body, received: concat(bom, body), headers }),
    () => ({ signed: concat(bom, body), received: body, headers }),
    // UTF-8 that was read as Latin-1 and written as UTF-8.
    () => ({ signed: utf8(wide), received: utf8(Buffer.from(wide, 'utf8').toString('latin1')), headers: [TEXT_TYPE] }),
    () => ({ signed: utf8(Buffer.from(wide, 'utf8').toString('latin1')), received: utf8(wide), headers: [TEXT_TYPE] }),
    () => ({ signed: latin1(text), received: utf8(text), headers: [TEXT_TYPE] }),
    () => ({ signed: utf8(text), received: latin1(text), headers: [TEXT_TYPE] }),
    () => ({ signed: utf8(Buffer.from(latin1(text)).toString('utf8')), received: latin1(text), headers: [TEXT_TYPE] }),
    () => ({ signed: utf8(text.normalize('NFD')), received: utf8(text.normalize('NFC')), headers: [TEXT_TYPE] }),
    () => ({ signed: new Uint8Array(Buffer.from(text, 'utf16le')), received: utf8(text), headers: [TEXT_TYPE] }),
  ])();
}

function decoded(random: Random, size: number): BodyPair {
  const body = jsonBody(random, Math.max(size, 40));
  const text = Buffer.from(body).toString('utf8');
  const entries = Array.from({ length: 1 + random.below(6) }, (_, index) => [
    `${random.pick(asciiWords)}${index}`,
    `${textOf(random, 20, words)} (1)`,
  ]);
  const form = new URLSearchParams(entries);
  const rfc3986 = (part: string) =>
    encodeURIComponent(part).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
  const escaped = entries.map(([name = '', value = '']) => `${rfc3986(name)}=${rfc3986(value)}`).join('&');
  // A value of two lines keeps its own line feed, so that other line ends around the parts are not all line breaks exchanged.
  const parts = [...entries, ['lines', 'one\ntwo']];
  const multipart = (lineEnd: string) => {
    const part = ([name, value]: readonly string[]) =>
      `--b0undary${lineEnd}Content-Disposition: form-data; name="${name}"${lineEnd}${lineEnd}${value}${lineEnd}`;
    return utf8(`${parts.map(part).join('')}--b0undary--${lineEnd}`);
  };
  const multipartType = [['Content-Type', 'multipart/form-data; boundary=b0undary']] as const;
  return random.pick<() => BodyPair>([
    () => ({
      signed: body,
      received: new Uint8Array(gzipSync(body)),
      headers: [JSON_TYPE, ['Content-Encoding', 'gzip']],
    }),
    () => ({ signed: body, received: utf8(new URLSearchParams({ payload: text }).toString()), headers: [FORM_TYPE] }),
    () => ({ signed: utf8(escaped), received: utf8(form.toString()), headers: [FORM_TYPE] }),
    () => ({ signed: utf8(form.toString()), received: utf8(escaped), headers: [FORM_TYPE] }),
    () => ({
      signed: utf8(JSON.stringify(Object.fromEntries(entries))),
      received: utf8(form.toString()),
      headers: [FORM_TYPE],
    }),
    () => ({
      signed: utf8(new URLSearchParams(parts).toString()),
      received: multipart('\r\n'),
      headers: multipartType,
    }),
    () => ({
      signed: utf8(JSON.stringify(Object.fromEntries(parts))),
      received: multipart('\r\n'),
      headers: multipartType,
    }),
    () => ({ signed: multipart('\r\n'), received: multipart('\n'), headers: multipartType }),
  ])();
}

function empty(random: Random, size: number): BodyPair {
  const { received, headers } = anyBody(random, Math.max(size, 40));
  return { signed: utf8(random.pick(['', '', '{}'])), received, headers };
}

function truncated(random: Random, size: number): BodyPair {
  const { received, headers } = anyBody(random, Math.max(size, 2100));
  const fits = [1024, 2048, 4096, 8192, 16_384, 65_535, 65_536, 102_400].filter((limit) => limit < received.length);
  return { signed: received.slice(0, random.pick(fits)), received, headers };
}

/** How each cause that lies in the body comes about. */
export const bodyPairs = {
  'body-reserialised': reserialised,
  'body-newline': newline,
  'body-charset': charset,
  'body-decoded': decoded,
  'body-empty': empty,
  'body-truncated': truncated,
} as const;
