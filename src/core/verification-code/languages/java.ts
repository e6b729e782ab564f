import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  camelCase,
  indented,
  type Lines,
  pascalCase,
  prefixPattern,
  quoted,
  secretVariable,
  sourceText,
  utf16Escape,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

/** A servlet, for Java 17 and later. There is no JSON in Java's own library. */
export const java: CodeWriter = {
  lacks: ['json'],
  fileName: ({ id }) => `${pascalCase(id)}Webhook.java`,
  write(plan) {
    const variable = secretVariable(plan);
    const { takes } = plan;
    const passed = [
      'name -> Collections.list(request.getHeaders(name))',
      'rawBody',
      'SECRETS',
      takes.url && 'url',
      takes.method && 'request.getMethod()',
      windowed(plan) && 'Instant.now()',
    ];
    return sourceText(
      `// Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `// Mind: ${plan.trap}`,
      imports(plan).map((name) => `import ${name};`),
      '',
      `public class ${pascalCase(plan.id)}Webhook extends HttpServlet {`,
      '    // The old secret as well, for as long as a rotation takes.',
      '    private static final List<String> SECRETS =',
      `            Stream.of("${variable}", "${variable}_PREVIOUS")`,
      '                    .map(System::getenv)',
      '                    .filter(secret -> secret != null && !secret.isEmpty())',
      '                    .toList();',
      '    private static final int MAX_BYTES = 5 << 20;',
      '',
      indented('    ', verifyMethod(plan), '', helpers(plan)),
      '',
      '    @Override',
      '    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {',
      `        if (SECRETS.isEmpty()) throw new IllegalStateException("Set ${variable}.");`,
      '        // The bytes as received are signed: read them before anything asks for a parameter. In Spring: @RequestBody byte[].',
      '        byte[] rawBody = request.getInputStream().readNBytes(MAX_BYTES + 1);',
      takes.url && [
        '        // Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        '        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();',
        '        String url = System.getenv("PUBLIC_ORIGIN") + request.getRequestURI() + query;',
      ],
      '        boolean verified;',
      '        try {',
      `            verified = rawBody.length <= MAX_BYTES`,
      `                    && verify(${passed.filter((name) => name !== false).join(', ')});`,
      '        } catch (GeneralSecurityException error) {',
      '            throw new IllegalStateException(error);',
      '        }',
      '        // Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      '        response.setStatus(verified ? 200 : 401);',
      '    }',
      '}',
    );
  },
};

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

function imports(plan: CodePlan): readonly string[] {
  const { algorithm, secret, signature, timestamp, needs } = plan;
  const unit = timestamp === null || timestamp.toleranceSeconds === null ? null : timestamp.unit;
  const { kind } = algorithm;
  const encodesHex =
    (signature.encoding === 'hex' && kind !== 'token') || secret.encoding === 'hex' || kind === 'ed25519';
  const wanted: readonly (readonly [string, boolean])[] = [
    ['jakarta.servlet.http.HttpServlet', true],
    ['jakarta.servlet.http.HttpServletRequest', true],
    ['jakarta.servlet.http.HttpServletResponse', true],
    ['java.io.ByteArrayOutputStream', plan.content.length > 1],
    ['java.io.IOException', true],
    ['java.net.URLDecoder', needs.has('query')],
    ['java.nio.charset.StandardCharsets', true],
    ['java.security.GeneralSecurityException', true],
    ['java.security.KeyFactory', kind === 'ed25519'],
    ['java.security.MessageDigest', kind !== 'ed25519'],
    ['java.security.PublicKey', kind === 'ed25519'],
    ['java.security.Signature', kind === 'ed25519'],
    ['java.security.spec.X509EncodedKeySpec', kind === 'ed25519'],
    ['java.text.Normalizer', secret.normalize !== undefined],
    ['java.time.DateTimeException', unit === 'iso' || unit === 'http-date'],
    ['java.time.Instant', unit !== null],
    ['java.time.OffsetDateTime', unit === 'iso'],
    ['java.time.ZonedDateTime', unit === 'http-date'],
    ['java.time.format.DateTimeFormatter', unit === 'http-date'],
    ['java.util.ArrayList', true],
    ['java.util.Base64', (signature.encoding !== 'hex' && kind !== 'token') || secret.encoding === 'base64'],
    ['java.util.Collections', true],
    ['java.util.HashMap', hasFields(signature)],
    ['java.util.HexFormat', encodesHex],
    ['java.util.List', true],
    ['java.util.Locale', signature.compare === 'lower-case' || plan.inputs.some(({ lowerCase }) => lowerCase)],
    ['java.util.Map', hasFields(signature)],
    ['java.util.function.Function', true],
    ['java.util.regex.Pattern', signature.list !== null && signature.list.separator !== null],
    ['java.util.stream.Stream', true],
    ['javax.crypto.Mac', kind === 'hmac'],
    ['javax.crypto.spec.SecretKeySpec', kind === 'hmac'],
  ];
  return wanted.filter(([, used]) => used).map(([name]) => name);
}

function verifyMethod(plan: CodePlan): Lines {
  const { takes, timestamp } = plan;
  const parameters = [
    'Function<String, List<String>> headers',
    'byte[] rawBody',
    'List<String> secrets',
    takes.url && 'String url',
    takes.method && 'String method',
    windowed(plan) && 'Instant now',
  ];
  return [
    '/**',
    ' * Whether one of the secrets signed the request. headers: all values of a name; rawBody: the bytes as received, before any',
    ' * parsing.',
    ' */',
    'static boolean verify(',
    `        ${parameters.filter((name) => name !== false).join(', ')})`,
    '        throws GeneralSecurityException {',
    plan.signsPath &&
      '    String path = url.replaceFirst("(?i)^[a-z]+://[^/?#]*", "").replaceFirst("(?s)[?#].*$", "");',
    signatureLines(plan),
    timestamp !== null && [
      `    String timestamp = only(${timestamp.in === 'signature' ? fieldValues(timestamp.name) : headerValues(timestamp.name)});`,
      `    if (timestamp == null${windowed(plan) ? ' || !isRecent(timestamp, now)' : ''}) return false;`,
    ],
    plan.inputs.map(inputLines),
    matchLines(plan),
    '}',
  ];
}

function signatureLines({ signature }: CodePlan): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '        ' : '    ';
  return [
    hasFields(signature) && '    Map<String, List<String>> fields = new HashMap<>();',
    '    List<String> candidates = new ArrayList<>();',
    several
      ? [
          numbered
            ? '    for (int number = 1; number <= 100; number++) {'
            : `    for (String name : List.of(${names.map(literal).join(', ')})) {`,
          `        List<String> values = headers.apply(${numbered ? `${literal(only)} + number` : 'name'});`,
          '        if (values.isEmpty()) continue;',
          '        String value = only(values);',
        ]
      : `    String value = only(${headerValues(only)});`,
    prefix?.required === true && list === null
      ? `${pad}if (value == null || !value.startsWith(${literal(prefix.text)})) return false;`
      : `${pad}if (value == null) return false;`,
    list === null
      ? `${pad}candidates.add(${candidate(signature, 'value')});`
      : indented(pad, listLines(signature, list)),
    several && '    }',
    list?.named != null &&
      `    for (String item : ${fieldValues(list.named.version)}) candidates.add(${candidate(signature, 'item')});`,
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    'List<String> items = new ArrayList<>();',
    separator === null
      ? 'items.add(value);'
      : [
          `for (String item : value.split(Pattern.quote(${literal(separator)}))) {`,
          '    if (!item.isBlank()) items.add(item.strip());',
          '}',
        ],
    positional !== null && `if (!items.isEmpty()) fields.put(${literal(positional)}, List.of(items.remove(0)));`,
    'for (String item : items) {',
    named === null
      ? `    candidates.add(${candidate(signature, 'item')});`
      : [
          `    int at = item.indexOf(${literal(named.assign)});`,
          '    if (at == -1) continue;',
          `    String content = item.substring(at + ${named.assign.length});`,
          '    fields.computeIfAbsent(item.substring(0, at), name -> new ArrayList<>()).add(content);',
        ],
    '}',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare =
    prefix === null
      ? text
      : prefix.required
        ? `${text}.substring(${prefix.text.length})`
        : `without(${literal(prefix.text)}, ${text})`;
  switch (compare) {
    case 'lower-case':
      return `${bare}.toLowerCase(Locale.ROOT)`;
    case 'without-padding':
      return `${bare}.replaceFirst("=+$", "")`;
    case 'as-it-is':
      return bare;
  }
}

function headerValues(name: string): string {
  return `headers.apply(${literal(name)})`;
}

function fieldValues(name: string): string {
  return `fields.getOrDefault(${literal(name)}, List.of())`;
}

function inputLines(input: Input): Lines {
  const name = camelCase(input.name);
  const values =
    input.from === 'field'
      ? fieldValues(input.key)
      : input.from === 'query'
        ? `queryValues(url, ${literal(input.key)})`
        : headerValues(input.key);
  if (input.optional) {
    const found = `${name}Found`;
    const lower = input.lowerCase ? '.toLowerCase(Locale.ROOT)' : '';
    const around = [
      input.before === '' ? [] : literal(input.before),
      `${found}.get(0).strip()${lower}`,
      input.after === '' ? [] : literal(input.after),
    ];
    return [
      `    List<String> ${found} = ${values};`,
      `    if (${found}.size() > 1) return false;`,
      `    String ${name} = ${found}.isEmpty() ? "" : ${around.flat().join(' + ')};`,
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || ${name}.contains(${literal(input.forbidden)})`;
  return [
    `    String ${name} = ${input.from === 'header' ? 'only' : 'sole'}(${values});`,
    `    if (${name} == null${forbidden}) return false;`,
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `byte[] content = ${contentOf(plan)};`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `HexFormat.of().formatHex(${digest})`;
      case 'base64':
        return `Base64.getEncoder().encodeToString(${digest})`;
      case 'base64url':
        return `Base64.getUrlEncoder().withoutPadding().encodeToString(${digest})`;
    }
  };
  const before: Lines = algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `    ${content}`;
  const compared = (expected: Lines): Lines => [
    before,
    '    for (String secret : secrets) {',
    '        byte[] key = keyOf(secret);',
    usesSecret && `        ${content}`,
    expected,
    '        for (String candidate : candidates) {',
    '            if (sameText(candidate, expected)) return true;',
    '        }',
    '    }',
    '    return false;',
  ];
  switch (algorithm.kind) {
    case 'hmac': {
      const name = `"Hmac${algorithm.hash.toUpperCase()}"`;
      return compared([
        `        Mac mac = Mac.getInstance(${name});`,
        `        mac.init(new SecretKeySpec(key, ${name}));`,
        `        String expected = ${encoded('mac.doFinal(content)')};`,
      ]);
    }
    case 'hash':
      return compared(
        `        String expected = ${encoded(`MessageDigest.getInstance(${digestName(algorithm.hash)}).digest(content)`)};`,
      );
    case 'token':
      return compared('        String expected = new String(key, StandardCharsets.ISO_8859_1);');
    case 'basic':
      return compared(`        String expected = ${encoded('key')};`);
    case 'ed25519': {
      const shape = signature.encoding === 'hex' ? '[0-9a-f]{128}' : '[A-Za-z0-9+/_-]{86}(==)?';
      const decoded = {
        hex: 'HexFormat.of().parseHex(candidate)',
        base64: 'Base64.getDecoder().decode(candidate)',
        base64url: 'Base64.getUrlDecoder().decode(candidate)',
      }[signature.encoding];
      return [
        before,
        '    for (String secret : secrets) {',
        '        PublicKey key = keyOf(secret);',
        '        for (String candidate : candidates) {',
        `            if (!candidate.matches("${shape}")) continue;`,
        '            Signature signature = Signature.getInstance("Ed25519");',
        '            signature.initVerify(key);',
        '            signature.update(content);',
        `            if (signature.verify(${decoded})) return true;`,
        '        }',
        '    }',
        '    return false;',
      ];
    }
  }
}

function digestName(hash: string): string {
  return `"${hash.toUpperCase().replace('SHA', 'SHA-')}"`;
}

function contentOf({ content }: CodePlan): string {
  const parts = content.map((chunk) => {
    if (chunk.kind === 'body') return 'rawBody';
    if (chunk.kind === 'secret') return 'key';
    const text = joined(chunk.pieces);
    const charset = chunk.encoding === 'utf8' ? 'UTF_8' : 'ISO_8859_1';
    return `${chunk.pieces.length === 1 ? text : `(${text})`}.getBytes(StandardCharsets.${charset})`;
  });
  return parts.length === 1 ? (parts[0] ?? '') : `concat(${parts.join(', ')})`;
}

function joined(pieces: readonly (string | Name)[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : camelCase(piece))).join(' + ');
}

function helpers(plan: CodePlan): Lines {
  const { algorithm, content, needs, signature } = plan;
  return [
    '/** The one value a request may have; null when it is missing, empty or there several times. */',
    'private static String only(List<String> values) {',
    '    return values.size() == 1 && !values.get(0).isBlank() ? values.get(0).strip() : null;',
    '}',
    takesVerbatim(plan) && [
      '',
      '/** The same for a part that may be empty and is signed with its blanks. */',
      'private static String sole(List<String> values) {',
      '    return values.size() == 1 ? values.get(0) : null;',
      '}',
    ],
    signature.prefix?.required === false && [
      '',
      'private static String without(String prefix, String text) {',
      '    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;',
      '}',
    ],
    algorithm.kind !== 'ed25519' && [
      '',
      '/** In constant time: how long a comparison takes must not tell how much of a guess is right. */',
      'private static boolean sameText(String a, String b) {',
      '    return MessageDigest.isEqual(a.getBytes(StandardCharsets.ISO_8859_1), b.getBytes(StandardCharsets.ISO_8859_1));',
      '}',
    ],
    content.length > 1 && [
      '',
      'private static byte[] concat(byte[]... parts) {',
      '    ByteArrayOutputStream all = new ByteArrayOutputStream();',
      '    for (byte[] part : parts) all.writeBytes(part);',
      '    return all.toByteArray();',
      '}',
    ],
    needs.has('query') && [
      '',
      'private static List<String> queryValues(String url, String name) {',
      '    List<String> values = new ArrayList<>();',
      "    int start = url.indexOf('?');",
      '    if (start == -1) return values;',
      '    for (String pair : url.substring(start + 1).replaceFirst("#.*$", "").split("&")) {',
      '        String[] parts = pair.split("=", 2);',
      '        if (!URLDecoder.decode(parts[0], StandardCharsets.UTF_8).equals(name)) continue;',
      '        values.add(parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");',
      '    }',
      '    return values;',
      '}',
    ],
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  if (algorithm.kind === 'ed25519') {
    return [
      '/** The public key of 64 hex digits, in the envelope that Java reads. */',
      'private static PublicKey keyOf(String secret) throws GeneralSecurityException {',
      '    byte[] key = HexFormat.of().parseHex("302a300506032b6570032100" + secret);',
      '    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key));',
      '}',
    ];
  }
  const text = strip.length === 0 && normalize === undefined ? 'secret' : 'text';
  const decoded = {
    utf8: `${text}.getBytes(StandardCharsets.UTF_8)`,
    hex: `HexFormat.of().parseHex(${text})`,
    base64: `Base64.getDecoder().decode(${text})`,
  };
  return [
    `private static byte[] keyOf(String secret)${hash === undefined ? '' : ' throws GeneralSecurityException'} {`,
    text === 'text' && '    String text = secret;',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `    text = text.replaceFirst(${literal(prefixPattern(prefix))}, "");`
        : `    if (text.startsWith(${literal(prefix)})) text = text.substring(${prefix.length});`,
    ),
    normalize !== undefined && `    text = Normalizer.normalize(text, Normalizer.Form.${normalize});`,
    `    byte[] key = ${decoded[encoding]};`,
    encoding === 'base64' && [
      `    if (!Base64.getEncoder().encodeToString(key).equals(${text})) throw new IllegalArgumentException("The secret is not base64.");`,
    ],
    '    boolean isEmpty = true;',
    '    for (byte one : key) isEmpty &= one == 0;',
    '    if (isEmpty) throw new IllegalArgumentException("The secret is empty.");',
    `    return ${hash === undefined ? 'key' : `MessageDigest.getInstance(${digestName(hash)}).digest(key)`};`,
    '}',
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const digits = '    if (!timestamp.matches("[0-9]{1,15}")) return false;';
  const dated = (moment: string, age: string): Lines => [
    '    Instant moment;',
    '    try {',
    `        moment = ${moment}.toInstant();`,
    '    } catch (DateTimeException error) {',
    '        return false;',
    '    }',
    `    double age = ${age};`,
  ];
  const readers: Record<typeof unit, Lines> = {
    s: [digits, '    double age = now.getEpochSecond() - Long.parseLong(timestamp);'],
    ms: [digits, '    double age = (now.toEpochMilli() - Long.parseLong(timestamp)) / 1000.0;'],
    iso: dated('OffsetDateTime.parse(timestamp)', '(now.toEpochMilli() - moment.toEpochMilli()) / 1000.0'),
    'http-date': dated(
      'ZonedDateTime.parse(timestamp, DateTimeFormatter.RFC_1123_DATE_TIME)',
      'now.getEpochSecond() - moment.getEpochSecond()',
    ),
  };
  return [
    '',
    '/** An old delivery that somebody recorded is right for ever but for this. */',
    'private static boolean isRecent(String timestamp, Instant now) {',
    readers[unit],
    `    return age <= ${toleranceSeconds}${futureSeconds === null ? '' : ` && age >= -${futureSeconds}`};`,
    '}',
  ];
}

/** No `\u` escape for a control character: Java reads it before anything else, as if the line break itself stood there. */
function literal(text: string): string {
  return quoted(text, '"', '', (code) => (code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : utf16Escape(code)));
}
