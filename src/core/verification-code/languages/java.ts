import { type CodePlan, hasFields } from '../code-plan.ts';
import { indented, type Lines, pascalCase, secretVariable, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './java/called-by-verify.ts';
import { fieldValues, headerValues, inputLines, signatureLines } from './java/request-values.ts';
import { matchLines } from './java/signature-match.ts';

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
      indented('    ', verifyMethod(plan), '', calledByVerify(plan)),
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
