import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';
import { digestName } from './signature-match.ts';

export function calledByVerify(plan: CodePlan): Lines {
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
