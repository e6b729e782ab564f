import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Scheme } from '../signature/scheme.ts';
import { type CodeLanguage, languageNames, type VerificationCode } from './code-language.ts';
import { type CodePlan, codePlan, type Feature } from './code-plan.ts';
import { go } from './languages/go.ts';
import { java } from './languages/java.ts';
import { node } from './languages/node.ts';
import { php } from './languages/php.ts';
import { python } from './languages/python.ts';
import { ruby } from './languages/ruby.ts';

/** How a language writes a plan down. */
export interface CodeWriter {
  /** What it has no means for without a third party's library. */
  readonly lacks: readonly Feature[];
  fileName(plan: CodePlan): string;
  write(plan: CodePlan): string;
}

const writers: Readonly<Record<CodeLanguage, CodeWriter>> = { node, python, ruby, go, php, java };

/**
 * A `verify` function for the scheme with nothing but the language's standard library, and a handler of the language's usual
 * framework that hands it the raw body. Fails where the scheme is not data, or the language lacks what it takes.
 */
export function verificationCode(scheme: Scheme, language: CodeLanguage): Result<VerificationCode, Failure> {
  const plan = codePlan(scheme);
  const writer = writers[language];
  if (plan === null || writer.lacks.some((feature) => plan.needs.has(feature))) {
    return fail({
      code: 'no-verification-code',
      scheme: scheme.id,
      language: languageNames[language],
      docs: scheme.info.docs,
    });
  }
  return ok({ language, fileName: writer.fileName(plan), text: writer.write(plan) });
}
