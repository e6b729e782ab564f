import type { Layout, Printer } from './json-writer.ts';

const compact: Layout = {
  comma: ',',
  colon: ':',
  indent: null,
  lineEnd: '\n',
  emptyArray: '[]',
  emptyObject: '{}',
  inlineArrays: false,
  inlineSingles: false,
  brokenEmpties: false,
};
const spaced: Layout = { ...compact, comma: ', ', colon: ': ' };
const pretty = (indent: string): Layout => ({ ...compact, colon: ': ', indent });
const two = pretty('  ');
const four = pretty('    ');
const tab = pretty('\t');
const rubyPretty: Layout = { ...two, brokenEmpties: true };
const jacksonPretty: Layout = {
  ...two,
  comma: ', ',
  colon: ' : ',
  emptyArray: '[ ]',
  emptyObject: '{ }',
  inlineArrays: true,
};
const orgJsonPretty = (indent: string): Layout => ({ ...pretty(indent), inlineSingles: true });
const windows = (layout: Layout): Layout => ({ ...layout, lineEnd: '\r\n' });

type Base = Omit<Printer, 'name' | 'layout' | 'finalNewline' | 'phpLists'>;

const javaScript: Base = { strings: 'javaScript', numbers: 'javaScript', order: 'javaScript' };
const python: Base = { strings: 'pythonAscii', numbers: 'python', order: 'inserted' };
const pythonUnicode: Base = { ...python, strings: 'javaScript' };
const goMap: Base = { strings: 'go', numbers: 'go', order: 'sortedByCodePoint' };
const goStruct: Base = { strings: 'go', numbers: 'asWritten', order: 'inserted' };
const goRaw: Base = { strings: 'asWrittenHtml', numbers: 'asWritten', order: 'asWritten' };
const copied: Base = { strings: 'asWritten', numbers: 'asWritten', order: 'asWritten' };
const ruby: Base = { strings: 'javaScript', numbers: 'ruby', order: 'inserted' };
const rails: Base = { strings: 'go', numbers: 'ruby', order: 'inserted' };
const php: Base = { strings: 'php', numbers: 'php', order: 'inserted' };
const phpSlashes: Base = { ...php, strings: 'phpUnescapedSlashes' };
const phpUnicode: Base = { ...php, strings: 'phpUnescapedUnicode' };
const phpBoth: Base = { ...php, strings: 'phpUnescapedBoth' };
const phpHex: Base = { ...php, strings: 'phpHex' };
const jackson: Base = { strings: 'jackson', numbers: 'jackson', order: 'inserted' };
const gsonTree: Base = { strings: 'gson', numbers: 'asWritten', order: 'inserted' };
const gsonObject: Base = { ...gsonTree, numbers: 'gsonObject' };
const orgJson: Base = { strings: 'orgJson', numbers: 'orgJson', order: 'javaHash' };
const systemText: Base = { strings: 'systemText', numbers: 'asWritten', order: 'asWritten' };
const systemTextDouble: Base = { ...systemText, numbers: 'systemTextDouble', order: 'inserted' };
const relaxed: Base = { ...systemText, strings: 'systemTextRelaxed' };
const newtonsoft: Base = { strings: 'newtonsoft', numbers: 'newtonsoft', order: 'inserted' };
const rust: Base = { strings: 'javaScript', numbers: 'rust', order: 'sortedByCodePoint' };

const plain = (name: string, base: Base, layout = compact): Printer => ({
  name,
  ...base,
  layout,
  finalNewline: false,
  phpLists: false,
});
const withNewline = (name: string, base: Base, layout = compact): Printer => ({
  ...plain(name, base, layout),
  finalNewline: true,
});
const ended = (name: string, base: Base, layout = compact): Printer =>
  withNewline(`${name}, with a final newline`, base, layout);
const phpArray = (name: string, base: Base, layout = compact): Printer => ({
  ...plain(name, base, layout),
  phpLists: true,
});
const beforeGo122 = (base: Base, what: string): readonly Printer[] => {
  const old: Base = { ...base, strings: 'go121' };
  return [
    plain(`Go encoding/json of ${what}, before Go 1.22`, old),
    withNewline(`Go json.Encoder of ${what}, before Go 1.22`, old),
  ];
};
const sortedCode = (base: Base): Base => ({ ...base, order: 'sortedByCodePoint' });
const sortedUnit = (base: Base): Base => ({ ...base, order: 'sortedByUnit' });

/** The likeliest first: the languages webhooks are received in, each with its defaults before its options. */
export const printers: readonly Printer[] = [
  plain('JSON.stringify', javaScript),
  plain('Python json.dumps', python, spaced),
  plain('Python json.dumps, compact', python),
  plain('PHP json_encode', php),
  phpArray('PHP json_encode of associative arrays', php),
  plain('PHP json_encode, unescaped slashes', phpSlashes),
  phpArray('PHP json_encode of associative arrays, unescaped slashes', phpSlashes),
  plain('PHP json_encode, unescaped Unicode', phpUnicode),
  phpArray('PHP json_encode of associative arrays, unescaped Unicode', phpUnicode),
  plain('PHP json_encode, unescaped slashes and Unicode', phpBoth),
  phpArray('PHP json_encode of associative arrays, unescaped slashes and Unicode', phpBoth),
  plain('Ruby JSON.generate', ruby),
  plain('Rails to_json', rails),
  plain('Go encoding/json of a map', goMap),
  withNewline('Go json.Encoder of a map', goMap),
  plain('Go encoding/json of a struct', goStruct),
  withNewline('Go json.Encoder of a struct', goStruct),
  plain('Java Jackson', jackson),
  plain('Java Gson', gsonTree),
  plain('.NET System.Text.Json', systemText),
  plain('.NET Newtonsoft.Json', newtonsoft),
  plain('JSON without white space, values as written', copied),
  plain('JSON.stringify, 2 spaces', javaScript, two),
  ended('JSON.stringify, 2 spaces', javaScript, two),
  plain('Python json.dumps, ensure_ascii=False', pythonUnicode, spaced),
  plain('Python json.dumps, compact, ensure_ascii=False', pythonUnicode),
  plain('Python json.dumps, sort_keys', sortedCode(python), spaced),
  plain('Python json.dumps, compact, sort_keys', sortedCode(python)),
  plain('Python json.dumps, sort_keys, ensure_ascii=False', sortedCode(pythonUnicode), spaced),
  plain('Python json.dumps, compact, sort_keys, ensure_ascii=False', sortedCode(pythonUnicode)),
  plain('JSON.stringify, sorted keys', sortedUnit(javaScript)),
  ended('JSON.stringify', javaScript),
  plain('Go encoding/json of a map with json.Number', { ...goMap, numbers: 'asWritten' }),
  withNewline('Go json.Encoder of a map with json.Number', { ...goMap, numbers: 'asWritten' }),
  ...beforeGo122(goMap, 'a map'),
  ...beforeGo122({ ...goMap, numbers: 'asWritten' }, 'a map with json.Number'),
  ...beforeGo122(goStruct, 'a struct'),
  withNewline('Go json.Encoder of a map, SetEscapeHTML(false)', { ...goMap, strings: 'goWithoutHtml' }),
  withNewline('Go json.Encoder of a struct, SetEscapeHTML(false)', { ...goStruct, strings: 'goWithoutHtml' }),
  plain('Go json.RawMessage', goRaw),
  plain('Java Gson of an untyped object', gsonObject),
  plain('Java Gson, disableHtmlEscaping', { ...gsonTree, strings: 'gsonWithoutHtml' }),
  plain('Java Gson of an untyped object, disableHtmlEscaping', { ...gsonObject, strings: 'gsonWithoutHtml' }),
  plain('Java Jackson, sorted keys', sortedUnit(jackson)),
  plain('Java Jackson, ESCAPE_NON_ASCII', { ...jackson, strings: 'jacksonAscii' }),
  plain('Java Jackson, BigDecimal', { ...jackson, numbers: 'bigDecimal' }),
  plain('Java org.json', orgJson),
  plain('.NET System.Text.Json, UnsafeRelaxedJsonEscaping', relaxed),
  plain('.NET System.Text.Json, numbers as double', systemTextDouble),
  plain('PHP json_encode, JSON_PRESERVE_ZERO_FRACTION', { ...php, numbers: 'phpFraction' }),
  phpArray('PHP json_encode of associative arrays, JSON_PRESERVE_ZERO_FRACTION', { ...php, numbers: 'phpFraction' }),
  plain('Symfony JsonResponse', phpHex),
  phpArray('Symfony JsonResponse of associative arrays', phpHex),
  plain('Rust serde_json', rust),
  plain('Rust serde_json of a struct', { ...rust, order: 'inserted' }),
  plain('PostgreSQL jsonb', { strings: 'javaScript', numbers: 'asWritten', order: 'sortedByLength' }, spaced),
  plain('Python json.dumps, 2 spaces', python, two),
  ended('Python json.dumps, 2 spaces', python, two),
  plain('Python json.dumps, 4 spaces', python, four),
  ended('Python json.dumps, 4 spaces', python, four),
  plain('Python json.dumps, 2 spaces, sort_keys', sortedCode(python), two),
  plain('Python json.dumps, 4 spaces, sort_keys', sortedCode(python), four),
  plain('Python json.dumps, 2 spaces, ensure_ascii=False', pythonUnicode, two),
  plain('Python json.dumps, 4 spaces, ensure_ascii=False', pythonUnicode, four),
  plain('JSON.stringify, 4 spaces', javaScript, four),
  ended('JSON.stringify, 4 spaces', javaScript, four),
  plain('JSON.stringify, a tab', javaScript, tab),
  ended('JSON.stringify, a tab', javaScript, tab),
  plain('Python json.dumps, a tab', python, tab),
  plain('Go json.MarshalIndent of a map, 2 spaces', goMap, two),
  withNewline('Go json.Encoder of a map, 2 spaces', goMap, two),
  withNewline('Go json.Encoder of a map, 2 spaces, before Go 1.22', { ...goMap, strings: 'go121' }, two),
  plain('Go json.MarshalIndent of a map, a tab', goMap, tab),
  plain('Go json.MarshalIndent of a struct, 2 spaces', goStruct, two),
  plain('Go json.MarshalIndent of a struct, a tab', goStruct, tab),
  plain('PHP json_encode, pretty', php, four),
  phpArray('PHP json_encode of associative arrays, pretty', php, four),
  plain('PHP json_encode, pretty, unescaped slashes', phpSlashes, four),
  phpArray('PHP json_encode of associative arrays, pretty, unescaped slashes', phpSlashes, four),
  plain('PHP json_encode, pretty, unescaped slashes and Unicode', phpBoth, four),
  phpArray('PHP json_encode of associative arrays, pretty, unescaped slashes and Unicode', phpBoth, four),
  plain('Ruby JSON.pretty_generate', ruby, two),
  plain('Ruby JSON.pretty_generate, before json 2.8', ruby, rubyPretty),
  plain('Java Jackson, default pretty printer', jackson, jacksonPretty),
  plain('Java Jackson, default pretty printer, on Windows', jackson, windows(jacksonPretty)),
  plain('Java Gson, pretty', gsonTree, two),
  plain('Java org.json, 2 spaces', orgJson, orgJsonPretty('  ')),
  plain('Java org.json, 4 spaces', orgJson, orgJsonPretty('    ')),
  plain('.NET System.Text.Json, indented', systemText, two),
  plain('.NET System.Text.Json, indented, on Windows', systemText, windows(two)),
  plain('.NET Newtonsoft.Json, indented', newtonsoft, two),
  plain('.NET Newtonsoft.Json, indented, on Windows', newtonsoft, windows(two)),
  plain('Rust serde_json, pretty', rust, two),
  plain('values as written, 2 spaces', copied, two),
  ended('values as written, 2 spaces', copied, two),
  plain('values as written, 4 spaces', copied, four),
  ended('values as written, 4 spaces', copied, four),
  plain('values as written, a tab', copied, tab),
  ended('values as written, a tab', copied, tab),
  plain('values as written, spaces behind comma and colon', copied, spaced),
  plain('JSON.stringify, 2 spaces, sorted keys', sortedUnit(javaScript), two),
  plain('JSON.stringify, 4 spaces, sorted keys', sortedUnit(javaScript), four),
];
