import { describe, expect, it } from 'vitest';
import { type DiagnosisPort, diagnose } from '../../src/core/diagnosis/diagnose.ts';
import { causes } from '../../src/core/diagnosis/diagnosis.ts';
import { nodeCrypto } from '../../src/main/crypto/node-crypto.ts';
import { nodeCodec } from '../../src/main/diagnosis/node-codec.ts';
import { drawFailures, drawUnexplainable, type Failure, scoreOf, usableSchemes } from './failures.ts';

const SEED = 20_261_121;

/** The budget in computations: a search then ends at the same place on every machine. */
function countingPort(): DiagnosisPort {
  let computations = 0;
  return { crypto: nodeCrypto, codec: nodeCodec, now: () => computations++ };
}
/** What a fast machine computes for a small body within the budget that the app gives. */
const COMPUTATIONS = 4000;

const reported = (failure: Failure) => diagnose(failure.input, countingPort(), COMPUTATIONS);
const said = (failure: Failure) => {
  const [first] = reported(failure).diagnoses;
  return `seed ${SEED}: ${failure.name}: ${first?.confidence} ${first?.causes.join(' and ')} ${first?.evidence.compared?.form ?? ''}`;
};

describe(`failures drawn with seed ${SEED}`, () => {
  const failures = drawFailures(SEED, 300).filter(({ bodyBytes }) => bodyBytes < 100_000);

  it('come of every cause and of many schemes', () => {
    const drawn = new Set(failures.flatMap((failure) => failure.causes ?? []));
    expect(causes.filter((cause) => !drawn.has(cause))).toEqual([]);
    expect(usableSchemes.length).toBeGreaterThan(100);
    expect(new Set(failures.map(({ scheme }) => scheme.id)).size).toBeGreaterThan(30);
  });

  it('are explained by their true cause first, 97 of 100, and by a wrong one never', { timeout: 120_000 }, () => {
    const scored = failures.map((failure) => ({ failure, score: scoreOf(failure, reported(failure)) }));
    const wrong = scored.filter(({ score }) => score === 'wrong').map(({ failure }) => said(failure));
    expect(wrong).toEqual([]);
    const missed = scored.filter(({ score }) => score === 'missed').map(({ failure }) => said(failure));
    if (missed.length > 0.03 * failures.length) expect(missed).toEqual([]);
  });

  it('have nothing proved about them that nobody can find out', { timeout: 120_000 }, () => {
    const unexplainable = drawUnexplainable(SEED, 60).filter(({ bodyBytes }) => bodyBytes < 20_000);
    expect(unexplainable.length).toBeGreaterThan(30);
    const proved = unexplainable.filter((failure) => scoreOf(failure, reported(failure)) === 'wrong');
    expect(proved.map(said)).toEqual([]);
  });
});
