/**
 * How the JSON printers of the world write a string, without its quotes. Each function is given the decoded text and what
 * was written. Known answers of the real printers: tests/fixtures/json-forms.
 */
export type StringStyle = (text: string, raw: string) => string;

const hex4 = (unit: string) => unit.charCodeAt(0).toString(16).padStart(4, '0');
const lower = (unit: string) => `\\u${hex4(unit)}`;
const upper = (unit: string) => `\\u${hex4(unit).toUpperCase()}`;
/** One or two UTF-16 units. */
const upperUnits = (character: string) => upper(character) + (character.length === 2 ? upper(character.slice(1)) : '');

/** ECMA-262, QuoteJSONString: quote, backslash and controls only, and lone surrogates as escapes. */
const javaScript: StringStyle = (text) => JSON.stringify(text).slice(1, -1);

const pythonAscii: StringStyle = (text) => javaScript(text, '').replace(/[\u007f-\uffff]/g, lower);

const HTML = /[<>&\u2028\u2029]/g;

/** encoding/json since Go 1.22; Rails' to_json writes the same. A lone surrogate was read as U+FFFD. */
const go: StringStyle = (text) => javaScript(text.toWellFormed(), '').replace(HTML, lower);

/** Before Go 1.22 backspace and form feed had no short escapes. */
const go121: StringStyle = (text) => longBackspace(go(text, ''));

const goWithoutHtml: StringStyle = (text) =>
  longBackspace(javaScript(text.toWellFormed(), '').replace(/[\u2028\u2029]/g, lower));

function longBackspace(escaped: string): string {
  return escaped.replace(/\\[\\bf]/g, (pair) => (pair === '\\b' ? '\\u0008' : pair === '\\f' ? '\\u000c' : pair));
}

const phpSlashes = (escaped: string) => escaped.replaceAll('/', '\\/');
const phpAscii = (escaped: string) => escaped.replace(/[\u0080-\uffff]/g, lower);
/** JSON_UNESCAPED_UNICODE leaves the two line separators escaped (since PHP 7.1). */
const phpUnicode = (escaped: string) => escaped.replace(/[\u2028\u2029]/g, lower);

const php: StringStyle = (text) => phpAscii(phpSlashes(javaScript(text, '')));
const phpUnescapedSlashes: StringStyle = (text) => phpAscii(javaScript(text, ''));
const phpUnescapedUnicode: StringStyle = (text) => phpUnicode(phpSlashes(javaScript(text, '')));
const phpUnescapedBoth: StringStyle = (text) => phpUnicode(javaScript(text, ''));
/** JSON_HEX_TAG, APOS, AMP and QUOT: the default of Symfony's and Laravel's JsonResponse. */
const phpHex: StringStyle = (text) =>
  php(text, '').replace(/\\[\\"]|[<>&']/g, (found) => (found === '\\\\' ? found : upper(found.slice(-1))));

const upperEscapes = (escaped: string) =>
  escaped.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (found, digits?: string) =>
    digits === undefined ? found : `\\u${digits.toUpperCase()}`,
  );

const jackson: StringStyle = (text) => upperEscapes(javaScript(text, ''));
const jacksonAscii: StringStyle = (text) => jackson(text, '').replace(/[\u0080-\uffff]/g, upper);

const gson: StringStyle = (text) => javaScript(text, '').replace(/[<>&='\u2028\u2029]/g, lower);
const gsonWithoutHtml: StringStyle = (text) => javaScript(text, '').replace(/[\u2028\u2029]/g, lower);

/** JSONObject.quote: a slash only behind `<`, and whole blocks of Unicode. */
const orgJson: StringStyle = (text) =>
  javaScript(text, '')
    .replace(/[\u0080-\u009f\u2000-\u20ff]/g, lower)
    .replaceAll('</', '<\\/');

const DOT_NET_SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** JavaScriptEncoder.Default: ASCII less what has a meaning in HTML, and nothing else. */
const systemText: StringStyle = (text) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  text.replace(/[\0-\x1f"&'+<>\\`\x7f-\uffff]/g, (unit) => DOT_NET_SHORT[unit] ?? upper(unit));

/** JavaScriptEncoder.UnsafeRelaxedJsonEscaping: what is printable in the Basic Multilingual Plane stays. */
const systemTextRelaxed: StringStyle = (text) =>
  text.replace(
    /["\\\p{Cc}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u{10000}-\u{10ffff}]|(?! )\p{Zs}/gu,
    (character) => (character === '"' ? '\\"' : undefined) ?? DOT_NET_SHORT[character] ?? upperUnits(character),
  );

/** Json.NET. It reads ISO dates as dates and writes their fraction without trailing zeros. */
const newtonsoft: StringStyle = (text) =>
  javaScript(text, '')
    .replace(/[\u0085\u2028\u2029]/g, lower)
    .replace(
      /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,7})(Z?)$/,
      (_, seconds: string, fraction: string, zone: string) => {
        const kept = fraction.replace(/0+$/, '');
        return `${seconds}${kept === '.' ? '' : kept}${zone}`;
      },
    );

const asWritten: StringStyle = (_, raw) => raw;
/** json.RawMessage, and json.HTMLEscape. */
const asWrittenHtml: StringStyle = (_, raw) => raw.replace(HTML, lower);

export const stringStyles = {
  javaScript,
  pythonAscii,
  go,
  go121,
  goWithoutHtml,
  php,
  phpUnescapedSlashes,
  phpUnescapedUnicode,
  phpUnescapedBoth,
  phpHex,
  jackson,
  jacksonAscii,
  gson,
  gsonWithoutHtml,
  orgJson,
  systemText,
  systemTextRelaxed,
  newtonsoft,
  asWritten,
  asWrittenHtml,
} as const satisfies Readonly<Record<string, StringStyle>>;

export type StringStyleName = keyof typeof stringStyles;
