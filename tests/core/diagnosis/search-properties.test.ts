import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import { type DiagnosisPort, diagnose, diagnosisBudgetMs } from '../../../src/core/diagnosis/diagnose.ts';
import { causes } from '../../../src/core/diagnosis/diagnosis.ts';
import { schemes } from '../../../src/core/signature/registry.ts';
import type { Scheme } from '../../../src/core/signature/scheme.ts';
import { requestOf, secretsOf, vectors } from '../../support/vectors.ts';
import { BODY, NOW, own, port, reportOf, requestWith, SECRET, schemeOf, signed, stored } from './support.ts';

const computing = schemes.filter(({ mechanism }) => mechanism.sign !== null && mechanism.strength !== 'token');
const shared = computing.filter(({ keyPair, recipes }) => keyPair === undefined && recipes !== undefined);
const anyScheme = fc.constantFrom(...schemes);
const anyText = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.constantFrom(
    't=1,v1=aa',
    'v1,aaaa',
    '%zz%e4',
    '"',
    '1760000000',
    'Basic =',
    '\ufeff',
    '{"a":1}',
    '[[[[',
    'a=b&c=%',
  ),
);
const byteString = anyText.map((text) => text.replace(/[^\0-\xff]/g, '?'));

/** Hands out an hour for each computation, so that a search ends after a known number of them. */
function countingPort(): { port: DiagnosisPort; computed: () => number } {
  let computed = 0;
  const { crypto, codec } = port;
  const count =
    <Args extends readonly unknown[], Out>(compute: (...args: Args) => Out) =>
    (...args: Args): Out => {
      computed++;
      return compute(...args);
    };
  const counted = { ...crypto, hmac: count(crypto.hmac), hash: count(crypto.hash) };
  return { port: { crypto: counted, codec, now: () => computed }, computed: () => computed };
}

describe('whatever the request holds', () => {
  it('a diagnosis never throws, and says only what its types allow', () => {
    fc.assert(
      fc.property(
        anyScheme,
        fc.record({
          method: byteString,
          target: byteString,
          url: fc.option(anyText),
          body: fc.oneof(fc.uint8Array({ maxLength: 80 }), anyText.map(utf8Bytes)),
          extra: fc.array(fc.tuple(byteString, byteString), { maxLength: 5 }),
          values: fc.array(byteString, { maxLength: 4 }),
        }),
        fc.array(anyText, { maxLength: 3 }),
        (scheme, { extra, values, ...request }, secrets) => {
          const named = values.map((value, index) => [scheme.info.headers[index] ?? 'date', value] as const);
          const asked = { ...request, headers: [...named, ...extra] };
          const all = secrets.map((value, index) => ({ ...own(value, `s${index}`), isOwn: index === 0 }));
          const others = [{ id: 1, request: asked, receivedAtMs: NOW }];
          const { diagnoses, tried } = reportOf(scheme, asked, all, { others }, 15);
          for (const { causes: named, message, fix } of diagnoses) {
            expect(named.every((cause) => causes.includes(cause))).toBe(true);
            expect(message).not.toBe('');
            expect(fix).not.toBe('');
          }
          expect(tried.signatures).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('a wrong secret is proved to be nothing else', () => {
    const secret = fc.string({ minLength: 12, maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(...shared), fc.json(), secret, secret, (scheme, text, used, entered) => {
        fc.pre(used !== entered);
        const request = requestWith({ text });
        const sent = signable(scheme, request, used);
        fc.pre(sent !== null && Buffer.from(used).toString() !== Buffer.from(entered).toString());
        // A string of blanks or of characters that a decoder passes over may well be the same key.
        fc.pre(used.trim() !== entered.trim());
        const { diagnoses } = reportOf(scheme, sent ?? request, [own(entered)], {}, 60);
        for (const { causes: named, confidence } of diagnoses)
          expect([confidence, named[0]]).toEqual(['likely', named[0]]);
      }),
      { numRuns: 60 },
    );
  });

  it('what verifies has no diagnosis', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shared), fc.json(), (scheme, text) => {
        const sent = signable(scheme, requestWith({ text }), SECRET);
        fc.pre(sent !== null);
        expect(reportOf(scheme, sent ?? requestWith(), [own(SECRET)]).diagnoses).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

/** null: the scheme needs parts that the request does not have, or the secret in another form. */
function signable(scheme: Scheme, request: ReturnType<typeof requestWith>, secret: string) {
  const output = scheme.mechanism.sign?.(request, secret, NOW, port.crypto);
  return output?.ok === true ? { ...request, ...output.value } : null;
}

describe('the catalogue’s own failures', () => {
  const failures = vectors.filter(({ expect: wanted }) => wanted === 'fail');
  const named = (...kinds: readonly string[]) =>
    failures.filter(({ id }) => kinds.includes(id.split('/')[1] ?? '')).map((vector) => [vector.id, vector] as const);
  const diagnosesOf = (vector: (typeof failures)[number], budgetMs: number) => {
    const scheme = schemeOf(vector.scheme);
    const secrets = secretsOf(vector, scheme).map((secret) => ({ ...secret, scheme: null, isOwn: true }));
    return reportOf(scheme, requestOf(vector), secrets, { nowMs: vector.now * 1000 }, budgetMs).diagnoses;
  };

  it.each(named('fail-stale', 'fail-future'))('%s is a matter of clocks', (_, vector) => {
    expect(diagnosesOf(vector, 10_000)[0]).toMatchObject({ causes: ['clock-skew'], confidence: 'proved' });
  });

  it.each(named('fail-wrong-secret', 'fail-garbage-header'))('%s has no proof', (_, vector) => {
    const diagnoses = diagnosesOf(vector, 30);
    expect(diagnoses.length).toBeLessThanOrEqual(2);
    for (const { confidence } of diagnoses) expect(confidence).toBe('likely');
  });
});

describe('the budget', () => {
  const mismatch = signed(schemeOf('stripe'), requestWith(), 'another secret altogether');
  const input = {
    scheme: schemeOf('stripe'),
    request: mismatch,
    nowMs: NOW,
    secrets: [own(SECRET), stored('x', 'b')],
    schemes,
    others: [],
  };

  it.each([1, 10, 100, 1000])('of %i computations is kept', (budget) => {
    const counting = countingPort();
    const { tried } = diagnose(input, counting.port, budget);
    expect(tried.complete).toBe(false);
    // The verdict itself comes first; a scheme asked in between may compute a few at once.
    expect(counting.computed()).toBeLessThanOrEqual(budget + 8);
  });

  it.each([10, 60])('of %i computations is kept where the scheme cannot read the secret', (budget) => {
    const counting = countingPort();
    const scheme = schemeOf('standard-webhooks');
    const request = signed(scheme, requestWith({ text: JSON.stringify({ a: 'x'.repeat(1000) }) }), SECRET);
    const { tried } = diagnose({ ...input, scheme, request, secrets: [own('not base64!')] }, counting.port, budget);
    expect(tried.complete).toBe(false);
    expect(counting.computed()).toBeLessThanOrEqual(budget + 8);
  });

  it('that is never used up lets the search end', () => {
    const counting = countingPort();
    const { tried, diagnoses } = diagnose(input, counting.port, Number.POSITIVE_INFINITY);
    expect(tried).toMatchObject({ complete: true, secrets: 2 });
    expect(tried.signatures).toBeGreaterThan(1000);
    expect(tried.bodyForms).toBeGreaterThan(5);
    expect(tried.templates).toBeGreaterThan(50);
    expect(diagnoses.map(({ causes: [cause], confidence }) => [cause, confidence])).toEqual([
      ['secret-other', 'likely'],
      ['body-reserialised', 'likely'],
    ]);
  });

  it('finds the likely causes with a few dozen computations', () => {
    const scheme = schemeOf('stripe');
    const sent = signed(scheme, requestWith(), SECRET);
    const { diagnoses } = diagnose(
      { ...input, request: { ...sent, body: utf8Bytes(`${BODY}\n`) }, secrets: [own(SECRET)] },
      countingPort().port,
      80,
    );
    expect(diagnoses[0]?.causes).toEqual(['body-newline']);
  });

  it('grows with the body', () => {
    expect(diagnosisBudgetMs(0)).toBe(40);
    expect(diagnosisBudgetMs(64 * 1024)).toBe(40);
    expect(diagnosisBudgetMs(160 * 1024)).toBe(240);
    expect(diagnosisBudgetMs(1024 * 1024)).toBe(440);
    expect(diagnosisBudgetMs(100 * 1024 * 1024)).toBe(440);
  });
});

describe('nothing to compute with', () => {
  it('without a secret guesses nothing', () => {
    const sent = signed(schemeOf('github'), requestWith(), SECRET);
    expect(reportOf(schemeOf('github'), sent, []).diagnoses).toEqual([]);
  });

  it('without an own secret still finds another’s', () => {
    const sent = signed(schemeOf('github'), requestWith(), SECRET);
    const [diagnosis] = reportOf(schemeOf('github'), sent, [stored(SECRET, 'c')]).diagnoses;
    expect(diagnosis).toMatchObject({ causes: ['secret-other'], evidence: { secretId: 'c' } });
  });

  it('a secret bound to another scheme is another secret', () => {
    const sent = signed(schemeOf('github'), requestWith(), SECRET);
    const [diagnosis] = reportOf(schemeOf('github'), sent, [{ ...own(SECRET), scheme: 'stripe' }]).diagnoses;
    expect(diagnosis?.causes).toEqual(['secret-other']);
  });
});
