import { base64Of, base64UrlOf, hexOf, latin1Bytes, strictUtf8Text, utf8Bytes } from '../bytes.ts';
import { type HeaderList, sameHeaderName } from '../http/headers.ts';
import type { CryptoPort } from '../signature/crypto-port.ts';
import type { SignedRequest } from '../signature/request-parts.ts';
import type { CandidateSecret, EvidenceSink, Outcome, Scheme } from '../signature/scheme.ts';
import { trimBlanks } from '../signature/signature-field.ts';
import { bodyVariants } from './body-variants.ts';
import { type Change, evidenceOf, fewChanges, noEvidence, type Variant } from './change.ts';
import { behindByScheme, clockSkew, dateBehind } from './clock.ts';
import { comparedOf } from './compared.ts';
import { lenientBase64, lenientHex } from './decode.ts';
import type { DiagnosisInput, DiagnosisPort } from './diagnose.ts';
import type { Effort } from './effort.ts';
import type { DiagnosisSecret } from './keys.ts';
import { pairsByPrice } from './pairs.ts';
import type { Search } from './recipe-search.ts';
import { bareSecrets, withoutPrefix } from './secret-text.ts';
import { stampVariants, timeOf } from './timestamps.ts';
import { urlForms } from './url-forms.ts';

/** What a scheme in code is asked about in place of the request and secret that it refused. */
interface Counterfactual {
  readonly secret: Variant<CandidateSecret>;
  readonly body: Variant<Uint8Array>;
  readonly headers: Variant<HeaderList>;
  readonly url: Variant<{ readonly url: string | null; readonly target: string }>;
}

/** Whether the signature was found right, whatever the moment it was made at. */
export function isRight({ status, reason }: Outcome): boolean {
  return status === 'verified' || isLate({ reason });
}

export function isLate({ reason }: Pick<Outcome, 'reason'>): boolean {
  return reason === 'stale-timestamp' || reason === 'future-timestamp';
}

/** What is wrong with the moment of a signature that is right: its clock, or the unit it is written in. */
export function lateness(
  scheme: Scheme,
  asked: SignedRequest,
  secret: CandidateSecret,
  { nowMs, others }: Pick<DiagnosisInput, 'nowMs' | 'others'>,
  crypto: CryptoPort,
): Change | null {
  const sink: EvidenceSink = { evidence: null };
  scheme.mechanism.judge(asked, [secret], nowMs, crypto, sink);
  const { ageSeconds = null, toleranceSeconds = null, raw = '' } = sink.evidence?.timestamp ?? {};
  if (ageSeconds === null) return null;
  const real = timeOf(raw);
  if (real !== null && Math.abs(nowMs - real) / 1000 <= (toleranceSeconds ?? 0)) {
    return { cause: 'timestamp-unit', note: `the timestamp ${raw} is in another unit than the scheme’s`, evidence: {} };
  }
  const skew = {
    behindSeconds: ageSeconds,
    toleranceSeconds: toleranceSeconds ?? 0,
    dateBehindSeconds: dateBehind(asked.headers, raw, nowMs),
  };
  const clock = clockSkew(skew, others, (other) => behindByScheme(scheme, secret, other, crypto));
  return { cause: 'clock-skew', note: '', evidence: { clock } };
}

/** The search for schemes that only their code can judge: each change is made to the request, and the scheme asked again. */
export function mechanismSearch(input: DiagnosisInput, port: DiagnosisPort, effort: Effort): Search {
  const { scheme, request, nowMs } = input;
  const { crypto } = port;
  const secrets = input.secrets.flatMap(secretVariants);
  const own = secrets.filter(({ changes }) => changes.length === 0);
  const bodies = bodyVariants(request, port.codec);
  const [url = { value: request, changes: [], price: 0 }, ...urls] = urlForms(request);
  const otherHeaders = [...rewrittenSignatures(input), ...rewrittenTimestamps(input)];
  const base: Omit<Counterfactual, 'secret'> = {
    body: { value: request.body, changes: [], price: 0 },
    headers: { value: request.headers, changes: [], price: 0 },
    url,
  };
  const proofs: Search['proofs'][number][] = [];

  function test({ secret, body, headers, url }: Counterfactual): boolean {
    if (effort.over()) return false;
    effort.computed();
    const { url: form, target } = url.value;
    const asked = { ...request, url: form, target, headers: headers.value, body: body.value };
    const outcome = scheme.mechanism.judge(asked, [secret.value], nowMs, crypto, null);
    if (!isRight(outcome)) return true;
    const changes = [secret, body, headers, url].flatMap((variant) => variant.changes);
    const skew = isLate(outcome) ? lateness(scheme, asked, secret.value, input, crypto) : null;
    if (skew !== null && changes.length < 2) changes.push(skew);
    const few = fewChanges(changes);
    if (few === null) return true;
    const evidence = evidenceOf(secret.value.id, few);
    const [bodyChange] = body.changes;
    const compared =
      bodyChange === undefined ? null : comparedOf('body', bodyChange.note, [request.body], [body.value]);
    proofs.push({ changes: few, evidence: { ...evidence, compared } });
    return true;
  }

  function single<Axis extends keyof typeof base>(axis: Axis, variants: Iterable<Counterfactual[Axis]>): void {
    for (const variant of variants) {
      if (effort.over()) return;
      for (const secret of own) if (!test({ ...base, secret, [axis]: variant })) return;
    }
  }

  function* counted(variants: Iterable<Variant<Uint8Array>>): Generator<Variant<Uint8Array>> {
    for (const variant of variants) {
      yield variant;
      effort.tried('bodyForms');
    }
  }

  return {
    proofs,
    few() {
      for (const secret of secrets) if (!test({ ...base, secret })) return;
      for (const _ of input.secrets) effort.tried('secrets');
      single('headers', otherHeaders);
      if (!scheme.info.signsUrl) return;
      single(
        'url',
        urls.filter(({ price }) => price === 1),
      );
    },
    many() {
      if (scheme.mechanism.strength === 'token') return;
      single('body', counted(bodies.cheap()));
      // Far-fetched URLs come later: some schemes parse and sort the body for each.
      if (scheme.info.signsUrl) {
        single(
          'url',
          urls.filter(({ price }) => price > 1),
        );
        for (const _ of urls) effort.tried('urlForms');
      }
      single('body', counted(bodies.rest()));
    },
    others(which) {
      if (scheme.mechanism.strength === 'token') return;
      const valuesOf = (headers: HeaderList) =>
        headers.filter(([name]) => isSignatureHeader(input, name)).map(([, value]) => value);
      const mine = new Set(valuesOf(request.headers));
      for (const { id, request: other } of input.others) {
        const isSame = valuesOf(other.headers).some((value) => mine.has(value));
        if (isSame !== (which === 'same-signature')) continue;
        const headers = [
          ...other.headers.filter(([name]) => !isSignatureHeader(input, name)),
          ...request.headers.filter(([name]) => isSignatureHeader(input, name)),
        ];
        for (const asked of [
          { ...other, headers },
          { ...request, body: other.body },
        ]) {
          for (const secret of own) {
            if (effort.over()) return;
            effort.computed();
            if (!isRight(scheme.mechanism.judge(asked, [secret.value], nowMs, crypto, null))) continue;
            const compared = comparedOf('body', `capture ${id}`, [request.body], [other.body]);
            proofs.push({
              changes: [{ cause: 'signature-of-other-request', note: String(id), evidence: {} }],
              evidence: { ...noEvidence, secretId: secret.value.id, compared, captureId: id },
            });
            return;
          }
        }
      }
    },
    pairs() {
      const axes = [
        { axis: 'secret', variants: secrets.filter(({ changes }) => changes.length > 0) },
        { axis: 'headers', variants: otherHeaders },
        { axis: 'url', variants: scheme.info.signsUrl ? urls : [] },
        { axis: 'body', variants: scheme.mechanism.strength === 'token' ? [] : bodies.known() },
      ];
      const usual = own.slice(0, 3);
      pairsByPrice(
        axes,
        (pair) =>
          // Each axis name is a member of a counterfactual, and each variant was taken from that member's own.
          'secret' in pair
            ? test({ ...base, ...(pair as Pick<Counterfactual, 'secret'>) })
            : usual.every((secret) => test({ ...base, secret, ...pair } as Counterfactual)),
        () => proofs.length > 0,
      );
    },
  };
}

/** The secret's text as it is, without what stands around it, and written in the other ways that key material comes in. */
export function secretVariants({ id, value, isOwn }: DiagnosisSecret): readonly Variant<CandidateSecret>[] {
  const other: readonly Change[] = isOwn ? [] : [{ cause: 'secret-other', note: '', evidence: { secretId: id } }];
  const rank = isOwn ? 1 : 2;
  const variants: Variant<CandidateSecret>[] = [{ value: { id, value }, changes: other, price: isOwn ? 0 : 1 }];
  const add = (text: string, change: Change, price: number) => {
    if (text === '' || variants.some((known) => known.value.value === text)) return;
    variants.push({ value: { id, value: text }, changes: [...other, change], price });
  };
  for (const { text, defect } of bareSecrets(value)) {
    const note = [
      defect.before.length > 0 ? `${defect.before.join(', ')} before it` : '',
      defect.after.length > 0 ? `${defect.after.join(', ')} after it` : '',
    ].filter((part) => part !== '');
    add(
      text,
      { cause: 'secret-whitespace', note: note.join(' and '), evidence: { secretId: id, secret: defect } },
      rank,
    );
  }
  for (const [right, text] of writings(value)) {
    const secret = { before: [], after: [], readAs: { right, was: 'text' } };
    add(text, { cause: 'secret-encoding', note: right, evidence: { secretId: id, secret } }, rank + 1);
  }
  return variants;
}

function* writings(value: string): Generator<readonly [right: string, text: string]> {
  if (value.length > 64 * 1024) return;
  if (value.includes('\\n')) yield ['text with line breaks in place of \\n', value.replaceAll('\\n', '\n')];
  const behind = withoutPrefix(value, []);
  if (behind !== null) yield ['text without its prefix', behind.text];
  const base64 = lenientBase64(value);
  if (base64 !== undefined) {
    const text = strictUtf8Text(base64.bytes);
    if (text !== undefined) yield ['base64', text];
    yield ['base64 of the bytes that hex digits stand for', hexOf(base64.bytes)];
  }
  const hex = lenientHex(value);
  if (hex !== undefined) {
    const text = strictUtf8Text(hex);
    if (text !== undefined) yield ['hex', text];
    yield ['hex digits of what has to be base64', base64Of(hex)];
  }
  yield ['text that has to be written in base64', base64Of(utf8Bytes(value))];
  yield ['text that has to be written in hex', hexOf(utf8Bytes(value))];
}

function isSignatureHeader({ scheme }: DiagnosisInput, name: string): boolean {
  return scheme.mechanism.signatureHeaders.some((one) => sameHeaderName(one, name));
}

/** The signature written in the encodings and with the prefixes that the scheme may have wanted. */
function rewrittenSignatures(input: DiagnosisInput): readonly Variant<HeaderList>[] {
  const { headers } = input.request;
  const variants: Variant<HeaderList>[] = [];
  for (const [at, [name, value]] of headers.entries()) {
    if (!isSignatureHeader(input, name) || value.length > 4096 || variants.length > 60) continue;
    const trimmed = trimBlanks(value);
    const bare = trimmed.replace(/^["']+|["']+$/g, '');
    const texts = new Map<string, string>();
    const behind = bare.replace(/^[\w.+-]{1,40}[=: ,]\s*/, '');
    const add = (text: string, note: string) => {
      if (text !== trimmed && text !== '') texts.set(text, note);
    };
    add(bare, 'in quotation marks');
    add(behind, 'behind other text');
    for (const text of [bare, behind]) {
      const hex = lenientHex(text);
      const base64 = lenientBase64(text)?.bytes;
      for (const [from, bytes] of [
        ['hex', hex],
        ['base64', base64],
      ] as const) {
        if (bytes === undefined || bytes.length < 16 || bytes.length > 1024) continue;
        const note = `${from} in another form than the scheme’s`;
        add(hexOf(bytes), note);
        add(base64Of(bytes), note);
        add(base64UrlOf(bytes), note);
      }
    }
    for (const [text, how] of texts) {
      variants.push({
        value: headers.map((header, index) => (index === at ? [name, text] : header)),
        changes: [{ cause: 'encoding', note: `${name} carries it as ${how}`, evidence: {} }],
        price: 1,
      });
    }
  }
  return variants;
}

/** The scheme's own headers that hold a time, in its other units. */
function rewrittenTimestamps({ scheme, request }: DiagnosisInput): readonly Variant<HeaderList>[] {
  const { headers } = request;
  const variants: Variant<HeaderList>[] = [];
  for (const [at, [name, value]] of headers.entries()) {
    if (!scheme.info.headers.includes(name.toLowerCase())) continue;
    const raw = trimBlanks(value);
    const atMs = timeOf(raw);
    if (atMs === null || latin1Bytes(raw).length > 40 || variants.length > 20) continue;
    for (const { value: stamp, changes, price } of stampVariants({ source: name, raw, atMs }, [])) {
      const { text } = stamp;
      if (text === null || text === raw) continue;
      variants.push({ value: headers.map((header, index) => (index === at ? [name, text] : header)), changes, price });
    }
  }
  return variants;
}
