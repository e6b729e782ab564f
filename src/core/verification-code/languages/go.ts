import type { CodePlan } from '../code-plan.ts';
import { type Lines, secretVariable, sourceText } from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';
import { calledByVerify } from './go/called-by-verify.ts';
import { fieldValues, inputLines, signatureLines, valuesOf } from './go/request-values.ts';
import { matchLines } from './go/signature-match.ts';

export const go: CodeWriter = {
  lacks: [],
  fileName: ({ id }) => `${id.join('_')}_webhook.go`,
  write(plan) {
    const variable = secretVariable(plan);
    const { takes } = plan;
    const passed = [
      'r.Header',
      'rawBody',
      'secrets',
      takes.url && 'publicURL',
      takes.method && 'r.Method',
      windowed(plan) && 'time.Now()',
    ];
    return sourceText(
      `// Verifies webhooks of ${plan.title}${plan.docs === null ? '' : `: ${plan.docs}`}`,
      `// Mind: ${plan.trap}`,
      'package main',
      '',
      'import (',
      packages(plan).map((name) => `\t"${name}"`),
      ')',
      '',
      verifyFunction(plan),
      '',
      calledByVerify(plan),
      '',
      'func main() {',
      '\tvar secrets []string',
      '\t// The old secret as well, for as long as a rotation takes.',
      `\tfor _, name := range []string{"${variable}", "${variable}_PREVIOUS"} {`,
      '\t\tif secret := os.Getenv(name); secret != "" {',
      '\t\t\tsecrets = append(secrets, secret)',
      '\t\t}',
      '\t}',
      '\tif len(secrets) == 0 {',
      `\t\tlog.Fatal("set ${variable}")`,
      '\t}',
      `\thttp.HandleFunc("/webhooks/${plan.id.join('-')}", func(w http.ResponseWriter, r *http.Request) {`,
      '\t\t// The bytes as received are signed: read them before anything decodes them.',
      '\t\trawBody, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 5<<20))',
      '\t\tif err != nil {',
      '\t\t\tw.WriteHeader(http.StatusBadRequest)',
      '\t\t\treturn',
      '\t\t}',
      takes.url && [
        '\t\t// Behind a proxy the request shows another host than the public one: set PUBLIC_ORIGIN=https://example.com.',
        '\t\tpublicURL := os.Getenv("PUBLIC_ORIGIN") + r.RequestURI',
      ],
      `\t\tok, err := verify(${passed.filter((name) => name !== false).join(', ')})`,
      '\t\tif err != nil {',
      '\t\t\tlog.Print(err)',
      '\t\t}',
      '\t\tif !ok {',
      '\t\t\tw.WriteHeader(http.StatusUnauthorized)',
      '\t\t\treturn',
      '\t\t}',
      '\t\t// Work that takes long belongs after the answer: providers give up after a few seconds and send again.',
      '\t\tw.WriteHeader(http.StatusOK)',
      '\t})',
      '\tlog.Fatal(http.ListenAndServe(":8080", nil))',
      '}',
    );
  },
};

const windowed = ({ timestamp }: CodePlan) => timestamp !== null && timestamp.toleranceSeconds !== null;

/** Those that the file imports: Go refuses one that is not used. */
function packages(plan: CodePlan): readonly string[] {
  const { algorithm, secret, signature, timestamp, needs } = plan;
  const unit = timestamp === null || timestamp.toleranceSeconds === null ? null : timestamp.unit;
  const digest = { sha1: 'crypto/sha1', sha256: 'crypto/sha256', sha384: 'crypto/sha512', sha512: 'crypto/sha512' };
  const isCompared = algorithm.kind !== 'ed25519';
  const encodes = algorithm.kind !== 'token';
  const hexed = (encodes && signature.encoding === 'hex') || secret.encoding === 'hex' || algorithm.kind === 'ed25519';
  const regular = (secret.strip ?? []).some((prefix) => prefix.includes('{word}'));
  return [
    ...new Set([
      ...(isCompared ? ['bytes', 'crypto/hmac'] : ['crypto/ed25519']),
      ...(needs.has('json') ? ['bytes', 'encoding/json', 'strconv'] : []),
      ...('hash' in algorithm ? [digest[algorithm.hash]] : []),
      ...(secret.hash === undefined ? [] : [digest[secret.hash]]),
      ...((encodes && signature.encoding !== 'hex') || secret.encoding === 'base64' ? ['encoding/base64'] : []),
      ...(hexed ? ['encoding/hex'] : []),
      'errors',
      'io',
      'log',
      'net/http',
      ...(needs.has('query') || plan.signsPath ? ['net/url'] : []),
      'os',
      ...(regular ? ['regexp'] : []),
      ...(unit === 's' || unit === 'ms' || signature.numbered ? ['strconv'] : []),
      'strings',
      ...(unit === null ? [] : ['time']),
    ]),
  ].sort();
}

function verifyFunction(plan: CodePlan): Lines {
  const { takes, timestamp, needs, content } = plan;
  const parameters = [
    'headers http.Header',
    'rawBody []byte',
    'secrets []string',
    takes.url && 'publicURL string',
    takes.method && 'method string',
    windowed(plan) && 'now time.Time',
  ];
  const isSigned = content.some(
    (chunk) =>
      chunk.kind === 'text' && chunk.pieces.some((piece) => typeof piece !== 'string' && piece.join() === 'timestamp'),
  );
  const stamp = isSigned || windowed(plan) ? 'timestamp, ok :=' : '_, ok =';
  return [
    '// verify tells whether one of the secrets signed the request. rawBody holds the bytes as received, before any parsing.',
    '// The error is about a secret that nobody can use.',
    `func verify(${parameters.filter((name) => name !== false).join(', ')}) (bool, error) {`,
    needs.has('json') && [
      '\tvar parsed any',
      '\tdecoder := json.NewDecoder(bytes.NewReader(rawBody))',
      '\tdecoder.UseNumber()',
      '\tif decoder.Decode(&parsed) != nil {',
      '\t\treturn false, nil',
      '\t}',
    ],
    (plan.signsPath || needs.has('query')) && [
      '\taddress, err := url.Parse(publicURL)',
      '\tif err != nil {',
      '\t\treturn false, nil',
      '\t}',
    ],
    plan.signsPath && '\tpath := address.EscapedPath()',
    signatureLines(plan, timestamp !== null && stamp.startsWith('_')),
    timestamp !== null && [
      `\t${stamp} only(${timestamp.in === 'signature' ? fieldValues(timestamp.name) : valuesOf(timestamp.in, timestamp.name)})`,
      `\tif !ok${windowed(plan) ? ' || !isRecent(timestamp, now)' : ''} {`,
      '\t\treturn false, nil',
      '\t}',
    ],
    plan.inputs.map(inputLines),
    matchLines(plan),
    '}',
  ];
}
