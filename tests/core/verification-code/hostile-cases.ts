import fc from 'fast-check';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { RecipeInput } from '../../../src/core/signature/recipe.ts';
import { userScheme } from '../../../src/core/signature/schemes/generic-hmac.ts';
import { codePlan } from '../../../src/core/verification-code/code-plan.ts';
import type { CodeCase } from './cases.ts';
import { callsSignedWith } from './signed-calls.ts';

/** Characters that end, continue or escape a string, a comment or a pattern in one of the languages. */
const pointed = [...'\'"`$#@%\\/*?><!~^&|()[]+-.,;:=_ u0aZn'];
const wire = fc.string({
  unit: fc.constantFrom(...pointed.filter((one) => one !== ' '), '\u00e9', '\u00ff'),
  minLength: 1,
  maxLength: 5,
});
const anything = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...pointed, '\n', '\r', '\0', '\u001b', '\u2028', '\u00e9', '\u{1f600}', '\ud800'),
    maxLength: 8,
  }),
  fc.constantFrom('\\u000a', '?>', '*/', '"""', '$' + '{1}', '#$x', '%s', '\\x41', '//', '<?php'),
);
const outside = anything.filter((text) => !/[{}]/.test(text));
const headerName = fc.string({ unit: fc.constantFrom(..."!#$%&'*+-.^_`|~0aZ"), minLength: 1, maxLength: 8 });
const jsonKey = fc.oneof(
  outside.filter((text) => text !== '' && text.isWellFormed() && !/[.|]/.test(text)),
  fc.constant('__proto__'),
);

export interface HostileRecipe {
  readonly name: string;
  readonly recipe: RecipeInput;
  readonly body: string;
}

/** Recipes of a user's own, with names and literals as nobody would choose them who means well. */
export const hostileRecipe: fc.Arbitrary<HostileRecipe> = fc
  .record({
    name: anything,
    algorithm: fc.constantFrom('hmac-sha256' as const, 'hmac-sha1' as const, 'hash-sha256' as const),
    encoding: fc.constantFrom('hex' as const, 'base64' as const, 'base64url' as const),
    header: headerName,
    part: headerName,
    key: jsonKey,
    usesJson: fc.boolean(),
    list: fc.constantFrom('none', 'named', 'positional', 'plain', 'assigned'),
    separator: fc.oneof(wire, fc.constantFrom(' ', ', ')),
    assign: wire,
    version: wire,
    field: wire,
    prefix: fc.option(wire),
    // Pasted text is well-formed, so a prefix that is not is in front of no secret.
    strip: outside.filter((text) => text !== '' && text.isWellFormed()),
    word: fc.boolean(),
    before: outside,
    after: outside,
    stamp: fc.constantFrom('none', 's', 'ms', 'iso', 'http-date'),
  })
  .map((drawn) => {
    const { list, separator, assign, version, field, prefix, stamp } = drawn;
    const named = { assign, version };
    const lists = {
      none: {},
      assigned: named,
      plain: { separator },
      named: { separator, ...named },
      positional: { separator, positional: field },
    };
    const inList = list === 'named' || list === 'positional';
    // `stamp` is 'none' or a unit.
    const unit = stamp as 's';
    const rule = { unit, toleranceSeconds: 300 };
    const timestamp = inList
      ? { in: 'signature' as const, name: field, ...rule }
      : { in: 'header' as const, name: 'x-at', ...rule };
    const text = (literal: string) => literal.replaceAll('|', '');
    return {
      name: drawn.name,
      body: JSON.stringify(Object.fromEntries([[drawn.key, 'v\u00e9']])),
      recipe: {
        algorithm: drawn.algorithm,
        signature: {
          names: [drawn.header],
          encoding: drawn.encoding,
          ...lists[list as keyof typeof lists],
          ...(prefix === null ? {} : { prefix }),
        },
        signed: [
          drawn.before,
          `{h?:X-Opt|${text(drawn.before)}|${text(drawn.after)}|l}`,
          `{h:${drawn.part.replaceAll('|', '')}x}`,
          drawn.usesJson ? `{json:${drawn.key}}` : '',
          stamp === 'none' ? '' : '{ts}',
          drawn.algorithm === 'hash-sha256' ? '{secret}' : '',
          drawn.after,
          '{body}',
        ].join(''),
        ...(stamp === 'none' ? {} : { timestamp }),
        secret: { strip: [drawn.strip + (drawn.word ? '{word}' : '')], encoding: 'utf8' as const },
        forbidden: { [`${drawn.part.replaceAll('|', '')}x`]: `${drawn.assign}\u00ff` },
      },
    };
  });

/** undefined: our own engine cannot sign it, or does not recognise what it signed (a separator within a name). */
export function hostileCase({ name, recipe, body }: HostileRecipe, id: string): CodeCase | undefined {
  const made = userScheme(recipe, id, name);
  if (!made.ok) return undefined;
  const scheme = made.value;
  const plan = codePlan(scheme);
  if (plan === null) throw new Error('a scheme of the user’s own is data');
  const request = {
    method: 'POST',
    target: '/',
    url: 'https://a.example/',
    headers: [['X-Opt', 'Ab']] as const,
    body: utf8Bytes(body),
  };
  const strip = (recipe.secret?.strip?.[0] ?? '').replace('{word}', 'w1');
  const calls = callsSignedWith(scheme, request, `${strip}-secret`.toWellFormed(), `${strip}-other`.toWellFormed());
  return calls[0]?.accept === true ? { scheme, plan, calls } : undefined;
}

export const hostileCases: readonly CodeCase[] = fc
  .sample(hostileRecipe, { seed: 4, numRuns: 80 })
  .flatMap((drawn, index) => hostileCase(drawn, `hostile-${index}`) ?? []);
