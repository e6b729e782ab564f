import { type CodePlan, hasFields, type Input, type Name, type SignaturePlan, takesVerbatim } from '../code-plan.ts';
import {
  byteEscape,
  camelCase,
  indented,
  type Lines,
  prefixPattern,
  quoted,
  secretVariable,
  sourceText,
} from '../source-text.ts';
import type { CodeWriter } from '../verification-code.ts';

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
      helpers(plan),
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

function signatureLines({ signature }: CodePlan, declaresOk: boolean): Lines {
  const { names, numbered, list, prefix } = signature;
  const [only = ''] = names;
  const several = numbered || names.length > 1;
  const pad = several ? '\t\t' : '\t';
  return [
    hasFields(signature) && '\tfields := map[string][]string{}',
    '\tvar candidates []string',
    several && declaresOk && '\tvar ok bool',
    several
      ? [
          numbered
            ? '\tfor number := 1; number <= 100; number++ {'
            : `\tfor _, name := range []string{${names.map(literal).join(', ')}} {`,
          numbered && `\t\tname := ${literal(only)} + strconv.Itoa(number)`,
          `\t\tvalues := ${signature.in === 'json' ? 'jsonValues(parsed, name)' : 'headers.Values(name)'}`,
          '\t\tif len(values) == 0 {',
          '\t\t\tcontinue',
          '\t\t}',
          '\t\tvalue, ok := only(values)',
        ]
      : `\tvalue, ok := only(${valuesOf(signature.in, only)})`,
    prefix?.required === true && list === null
      ? `${pad}if !ok || !strings.HasPrefix(value, ${wire(prefix.text)}) {`
      : `${pad}if !ok {`,
    `${pad}\treturn false, nil`,
    `${pad}}`,
    list === null
      ? `${pad}candidates = append(candidates, ${candidate(signature, 'value')})`
      : indented(pad, listLines(signature, list)),
    several && '\t}',
    list?.named != null && [
      `\tfor _, item := range ${fieldValues(list.named.version)} {`,
      `\t\tcandidates = append(candidates, ${candidate(signature, 'item')})`,
      '\t}',
    ],
  ];
}

function listLines(
  signature: SignaturePlan,
  { separator, positional, named }: NonNullable<SignaturePlan['list']>,
): Lines {
  return [
    'var items []string',
    separator === null
      ? 'items = append(items, value)'
      : [
          `for _, item := range strings.Split(value, ${wire(separator)}) {`,
          '\tif item = strings.TrimSpace(item); item != "" {',
          '\t\titems = append(items, item)',
          '\t}',
          '}',
        ],
    positional !== null && ['if len(items) > 0 {', `\tfields[${wire(positional)}], items = items[:1], items[1:]`, '}'],
    'for _, item := range items {',
    named === null
      ? `\tcandidates = append(candidates, ${candidate(signature, 'item')})`
      : [
          `\tif name, content, found := strings.Cut(item, ${wire(named.assign)}); found {`,
          '\t\tfields[name] = append(fields[name], content)',
          '\t}',
        ],
    '}',
  ];
}

function candidate({ prefix, compare }: SignaturePlan, text: string): string {
  const bare = prefix === null ? text : `strings.TrimPrefix(${text}, ${wire(prefix.text)})`;
  switch (compare) {
    case 'lower-case':
      return `strings.ToLower(${bare})`;
    case 'without-padding':
      return `strings.TrimRight(${bare}, "=")`;
    case 'as-it-is':
      return bare;
  }
}

function valuesOf(where: 'header' | 'json' | 'query', key: string): string {
  switch (where) {
    case 'header':
      return `headers.Values(${literal(key)})`;
    case 'json':
      return `jsonValues(parsed, ${literal(key)})`;
    case 'query':
      return `address.Query()[${literal(key)}]`;
  }
}

function fieldValues(name: string): string {
  return `fields[${wire(name)}]`;
}

/** Not a keyword, an import or a name of the file's own: a name of several words that ends in none of Go's. */
function variable(name: Name): string {
  return name.join(' ') === 'url' ? 'publicURL' : camelCase(name);
}

function inputLines(input: Input): Lines {
  const name = variable(input.name);
  const values = input.from === 'field' ? fieldValues(input.key) : valuesOf(input.from, input.key);
  if (input.optional) {
    const around = input.from === 'json' ? literal : wire;
    const trimmed = `strings.TrimSpace(${name}Found[0])`;
    return [
      `\t${name}Found := ${values}`,
      `\tif len(${name}Found) > 1 {`,
      '\t\treturn false, nil',
      '\t}',
      `\t${name} := ""`,
      `\tif len(${name}Found) == 1 {`,
      `\t\t${name} = ${[
        input.before === '' ? [] : around(input.before),
        input.lowerCase ? `strings.ToLower(${trimmed})` : trimmed,
        input.after === '' ? [] : around(input.after),
      ]
        .flat()
        .join(' + ')}`,
      '\t}',
    ];
  }
  const forbidden = input.forbidden === null ? '' : ` || strings.Contains(${name}, ${wire(input.forbidden)})`;
  return [
    `\t${name}, ok := ${input.from === 'header' ? 'only' : 'sole'}(${values})`,
    `\tif !ok${forbidden} {`,
    '\t\treturn false, nil',
    '\t}',
  ];
}

function matchLines(plan: CodePlan): Lines {
  const { algorithm, signature } = plan;
  const usesSecret = plan.content.some(({ kind }) => kind === 'secret');
  const content = `content := ${contentOf(plan)}`;
  const encoded = (digest: string) => {
    switch (signature.encoding) {
      case 'hex':
        return `hex.EncodeToString(${digest})`;
      case 'base64':
        return `base64.StdEncoding.EncodeToString(${digest})`;
      case 'base64url':
        return `base64.RawURLEncoding.EncodeToString(${digest})`;
    }
  };
  const loop = (inner: Lines, test: Lines): Lines => [
    algorithm.kind !== 'token' && algorithm.kind !== 'basic' && !usesSecret && `\t${content}`,
    '\tfor _, secret := range secrets {',
    '\t\tkey, err := keyOf(secret)',
    '\t\tif err != nil {',
    '\t\t\treturn false, err',
    '\t\t}',
    usesSecret && `\t\t${content}`,
    inner,
    '\t\tfor _, candidate := range candidates {',
    test,
    '\t\t\t\treturn true, nil',
    '\t\t\t}',
    '\t\t}',
    '\t}',
    '\treturn false, nil',
  ];
  const equal: Lines = [
    '\t\t\t// In constant time: how long a comparison takes must not tell how much of a guess is right.',
    '\t\t\tif hmac.Equal([]byte(candidate), []byte(expected)) {',
  ];
  switch (algorithm.kind) {
    case 'hmac':
      return loop(
        [
          `\t\tmac := hmac.New(${constructors[algorithm.hash].make}, key)`,
          '\t\tmac.Write([]byte(content))',
          `\t\texpected := ${encoded('mac.Sum(nil)')}`,
        ],
        equal,
      );
    case 'hash':
      return loop(
        [
          `\t\tdigest := ${constructors[algorithm.hash].sum}([]byte(content))`,
          `\t\texpected := ${encoded('digest[:]')}`,
        ],
        equal,
      );
    case 'token':
      return loop('\t\texpected := key', equal);
    case 'basic':
      return loop(`\t\texpected := ${encoded('key')}`, equal);
    case 'ed25519': {
      const decoded =
        signature.encoding === 'hex'
          ? 'hex.DecodeString(candidate)'
          : `base64.${signature.encoding === 'base64' ? 'StdEncoding' : 'RawURLEncoding'}.DecodeString(candidate)`;
      return loop(null, [
        `\t\t\tsignature, err := ${decoded}`,
        '\t\t\tif err == nil && ed25519.Verify(key, []byte(content), signature) {',
      ]);
    }
  }
}

const constructors = {
  sha1: { make: 'sha1.New', sum: 'sha1.Sum' },
  sha256: { make: 'sha256.New', sum: 'sha256.Sum256' },
  sha384: { make: 'sha512.New384', sum: 'sha512.Sum384' },
  sha512: { make: 'sha512.New', sum: 'sha512.Sum512' },
};

/** A string, which in Go holds any bytes. */
function contentOf({ content }: CodePlan): string {
  return content
    .flatMap((chunk) => {
      if (chunk.kind === 'body') return ['string(rawBody)'];
      if (chunk.kind === 'secret') return ['string(key)'];
      return chunk.pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : variable(piece)));
    })
    .join(' + ');
}

function helpers(plan: CodePlan): Lines {
  return [
    '// only returns the one value that a request may have; it is missing, empty or there several times otherwise.',
    'func only(values []string) (string, bool) {',
    '\tif len(values) != 1 {',
    '\t\treturn "", false',
    '\t}',
    '\tvalue := strings.TrimSpace(values[0])',
    '\treturn value, value != ""',
    '}',
    takesVerbatim(plan) && [
      '',
      '// sole is the same for a part that may be empty and is signed with its blanks.',
      'func sole(values []string) (string, bool) {',
      '\tif len(values) != 1 {',
      '\t\treturn "", false',
      '\t}',
      '\treturn values[0], true',
      '}',
    ],
    plan.needs.has('json') && jsonHelper,
    '',
    keyLines(plan),
    recentLines(plan),
  ];
}

const jsonHelper: Lines = [
  '',
  '// jsonValues returns the value at a dotted path as a list of one text; an empty list where there is none.',
  'func jsonValues(value any, path string) []string {',
  '\tfor _, key := range strings.Split(path, ".") {',
  '\t\tswitch at := value.(type) {',
  '\t\tcase map[string]any:',
  '\t\t\tnext, found := at[key]',
  '\t\t\tif !found {',
  '\t\t\t\treturn nil',
  '\t\t\t}',
  '\t\t\tvalue = next',
  '\t\tcase []any:',
  '\t\t\tindex, err := strconv.Atoi(key)',
  '\t\t\t// Items after the one that is read would be taken unverified.',
  '\t\t\tif err != nil || index < 0 || index != len(at)-1 {',
  '\t\t\t\treturn nil',
  '\t\t\t}',
  '\t\t\tvalue = at[index]',
  '\t\tdefault:',
  '\t\t\treturn nil',
  '\t\t}',
  '\t}',
  '\tswitch at := value.(type) {',
  '\tcase string:',
  '\t\treturn []string{at}',
  '\tcase json.Number:',
  '\t\treturn []string{at.String()}',
  '\tcase bool:',
  '\t\treturn []string{strconv.FormatBool(at)}',
  '\tcase nil:',
  '\t\treturn []string{""}',
  '\t}',
  '\treturn nil',
  '}',
];

function keyLines({ algorithm, secret }: CodePlan): Lines {
  const { strip = [], encoding, normalize, hash } = secret;
  const refused = (condition: string, words: string): Lines => [
    `\tif ${condition} {`,
    `\t\treturn nil, errors.New("${words}")`,
    '\t}',
  ];
  if (algorithm.kind === 'ed25519') {
    return [
      'func keyOf(secret string) (ed25519.PublicKey, error) {',
      '\tkey, err := hex.DecodeString(secret)',
      refused('err != nil || len(key) != ed25519.PublicKeySize', 'the public key is not 64 hex digits'),
      '\treturn key, nil',
      '}',
    ];
  }
  const digest = hash === undefined ? null : constructors[hash].sum;
  return [
    'func keyOf(secret string) ([]byte, error) {',
    strip.map((prefix) =>
      prefix.includes('{word}')
        ? `\tsecret = regexp.MustCompile(${literal(prefixPattern(prefix))}).ReplaceAllString(secret, "")`
        : `\tsecret = strings.TrimPrefix(secret, ${literal(prefix)})`,
    ),
    // NFKD leaves ASCII as it is, and takes a module of its own for anything else.
    normalize !== undefined &&
      refused(
        "strings.IndexFunc(secret, func(r rune) bool { return r > '~' }) >= 0",
        'the secret has characters that are not ASCII',
      ),
    encoding === 'utf8' && '\tkey := []byte(secret)',
    encoding === 'hex' && ['\tkey, err := hex.DecodeString(secret)', refused('err != nil', 'the secret is not hex')],
    encoding === 'base64' && [
      '\tkey, err := base64.StdEncoding.DecodeString(secret)',
      refused('err != nil || base64.StdEncoding.EncodeToString(key) != secret', 'the secret is not base64'),
    ],
    refused('len(bytes.Trim(key, "\\x00")) == 0', 'the secret is empty'),
    digest === null ? '\treturn key, nil' : [`\tdigest := ${digest}(key)`, '\treturn digest[:], nil'],
    '}',
  ];
}

function recentLines({ timestamp }: CodePlan): Lines {
  if (timestamp === null || timestamp.toleranceSeconds === null) return null;
  const { unit, toleranceSeconds, futureSeconds } = timestamp;
  const failed = ['\tif err != nil {', '\t\treturn false', '\t}'];
  // Digits only: ParseInt would take a sign.
  const number = ['\tmoment, err := strconv.ParseUint(timestamp, 10, 63)', failed];
  const readers: Record<typeof unit, Lines> = {
    s: [number, '\tage := float64(now.Unix() - int64(moment))'],
    ms: [number, '\tage := float64(now.UnixMilli()-int64(moment)) / 1000'],
    iso: ['\tmoment, err := time.Parse(time.RFC3339Nano, timestamp)', failed, '\tage := now.Sub(moment).Seconds()'],
    'http-date': ['\tmoment, err := http.ParseTime(timestamp)', failed, '\tage := float64(now.Unix() - moment.Unix())'],
  };
  return [
    '',
    '// isRecent is there because an old delivery that somebody recorded is right for ever but for this.',
    'func isRecent(timestamp string, now time.Time) bool {',
    readers[unit],
    `\treturn age <= ${toleranceSeconds}${futureSeconds === null ? '' : ` && age >= -${futureSeconds}`}`,
    '}',
  ];
}

function literal(text: string): string {
  return quoted(text, '"', '', byteEscape('utf8'));
}

/** Bytes as they stand in a header. */
function wire(text: string): string {
  return quoted(text, '"', '', byteEscape('latin1'));
}
