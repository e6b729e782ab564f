import { type CodePlan, takesVerbatim } from '../../code-plan.ts';
import { type Lines, prefixPattern } from '../../source-text.ts';
import { literal } from './literals.ts';
import { hashConstructors } from './signature-match.ts';

export function calledByVerify(plan: CodePlan): Lines {
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
  const digest = hash === undefined ? null : hashConstructors[hash].sum;
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
