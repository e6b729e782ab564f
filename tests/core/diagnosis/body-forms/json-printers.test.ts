import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { strictUtf8Text } from '../../../../src/core/bytes.ts';
import { parseJsonText } from '../../../../src/core/diagnosis/body-forms/json-document.ts';
import { printers } from '../../../../src/core/diagnosis/body-forms/json-printers.ts';
import { jsonWriter } from '../../../../src/core/diagnosis/body-forms/json-writer.ts';

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/json-forms/${name}`, import.meta.url), 'utf8'));
// Our own fixtures; tests/support/write-json-forms.ts writes the second from the first.
const texts = fixture('texts.json') as readonly string[];
const { forms } = fixture('forms.json') as { forms: Record<string, Record<string, readonly (string | null)[]>> };

/** The printer that has to give what the language's own library gave. */
const printerOf: Readonly<Record<string, string>> = {
  node: 'JSON.stringify',
  'node indent 2': 'JSON.stringify, 2 spaces',
  'node indent tab': 'JSON.stringify, a tab',
  python: 'Python json.dumps',
  'python compact': 'Python json.dumps, compact',
  'python unicode': 'Python json.dumps, ensure_ascii=False',
  'python compact unicode': 'Python json.dumps, compact, ensure_ascii=False',
  'python sorted': 'Python json.dumps, sort_keys',
  'python compact sorted': 'Python json.dumps, compact, sort_keys',
  'python compact sorted unicode': 'Python json.dumps, compact, sort_keys, ensure_ascii=False',
  'python indent 2': 'Python json.dumps, 2 spaces',
  'python indent 4': 'Python json.dumps, 4 spaces',
  'python indent 4 sorted': 'Python json.dumps, 4 spaces, sort_keys',
  'python indent tab': 'Python json.dumps, a tab',
  ruby: 'Ruby JSON.generate',
  'ruby pretty': 'Ruby JSON.pretty_generate, before json 2.8',
  'php object': 'PHP json_encode',
  'php object slashes': 'PHP json_encode, unescaped slashes',
  'php object unicode': 'PHP json_encode, unescaped Unicode',
  'php object slashes unicode': 'PHP json_encode, unescaped slashes and Unicode',
  'php object pretty': 'PHP json_encode, pretty',
  'php object slashes pretty': 'PHP json_encode, pretty, unescaped slashes',
  'php object slashes unicode pretty': 'PHP json_encode, pretty, unescaped slashes and Unicode',
  'php object hex': 'Symfony JsonResponse',
  'php object fraction': 'PHP json_encode, JSON_PRESERVE_ZERO_FRACTION',
  'php array': 'PHP json_encode of associative arrays',
  'php array slashes': 'PHP json_encode of associative arrays, unescaped slashes',
  'php array unicode': 'PHP json_encode of associative arrays, unescaped Unicode',
  'php array slashes unicode': 'PHP json_encode of associative arrays, unescaped slashes and Unicode',
  'php array pretty': 'PHP json_encode of associative arrays, pretty',
  'php array slashes unicode pretty': 'PHP json_encode of associative arrays, pretty, unescaped slashes and Unicode',
  'php array fraction': 'PHP json_encode of associative arrays, JSON_PRESERVE_ZERO_FRACTION',
  'php array slashes pretty': 'PHP json_encode of associative arrays, pretty, unescaped slashes',
  'php array hex': 'Symfony JsonResponse of associative arrays',
  'go map': 'Go json.Encoder of a map, before Go 1.22',
  'go map number': 'Go json.Encoder of a map with json.Number, before Go 1.22',
  'go map no html': 'Go json.Encoder of a map, SetEscapeHTML(false)',
  'go map indent 2': 'Go json.Encoder of a map, 2 spaces, before Go 1.22',
  'go raw': 'Go json.RawMessage',
  'go compact': 'JSON without white space, values as written',
  'go indent tab': 'values as written, a tab',
  'jackson tree': 'Java Jackson',
  'jackson map': 'Java Jackson',
  'jackson sorted': 'Java Jackson, sorted keys',
  'jackson ascii': 'Java Jackson, ESCAPE_NON_ASCII',
  'jackson big decimal': 'Java Jackson, BigDecimal',
  'jackson pretty': 'Java Jackson, default pretty printer',
  'gson tree': 'Java Gson',
  'gson tree no html': 'Java Gson, disableHtmlEscaping',
  'gson tree pretty': 'Java Gson, pretty',
  'gson object': 'Java Gson of an untyped object',
  'gson object no html': 'Java Gson of an untyped object, disableHtmlEscaping',
};

describe('printers against the languages’ own libraries', () => {
  for (const [language, byForm] of Object.entries(forms)) {
    for (const [form, outputs] of Object.entries(byForm)) {
      const name = printerOf[form];
      it(`${language}: ${form}`, () => {
        const printer = printers.find((each) => each.name === name);
        if (printer === undefined) throw new Error(`no printer ${name}`);
        const given = outputs.flatMap((output, index) =>
          output === null ? [] : [{ text: texts[index] ?? '', output }],
        );
        expect(given.length).toBeGreaterThan(30);
        const ours = given.map(({ text }) => {
          const document = parseJsonText(text);
          const bytes = document === null ? null : jsonWriter(document)(printer);
          return bytes === null ? null : strictUtf8Text(bytes);
        });
        expect(ours).toEqual(given.map(({ output }) => output));
      });
    }
  }
});
