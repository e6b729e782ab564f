import { discover as search } from '../../../core/discovery/discover.ts';
import type { DiscoveryReport, FoundRecipe } from '../../../core/discovery/discovery.ts';
import type { Failure } from '../../../core/failure.ts';
import { parseRawRequest } from '../../../core/http/raw-message.ts';
import { ok, type Result } from '../../../core/result.ts';
import { serialiseSchemes } from '../../../core/signature/own-recipe-file.ts';
import { recipeSchema } from '../../../core/signature/recipe.ts';
import { schemeById, schemes } from '../../../core/signature/registry.ts';
import type { SignedRequest } from '../../../core/signature/request-parts.ts';
import { nodeCrypto } from '../../crypto/node-crypto.ts';
import { complainOf, EXIT, type ExitCode, misuse, terminalSafe, writeJsonLine, writeOut } from './output.ts';
import { readInput, readSecret, type SecretOptions, secretMisuse } from './secret-source.ts';
import { isWebUrl } from './verify.ts';

export interface DiscoverOptions extends SecretOptions {
  readonly request: readonly string[];
  readonly url?: string;
  readonly ignoreCatalogue: boolean;
  readonly json: boolean;
}

/** A terminal waits longer than a window; an ordinary search is over in a second. */
const BUDGET_MS = 20_000;
/** Two tell most recipes apart. */
const MAX_REQUESTS = 100;

/** `hookproof discover`: how raw requests are signed, given the secret. */
export async function discover(options: DiscoverOptions): Promise<ExitCode> {
  const { request: files, url = null } = options;
  if (files.length === 0) return misuse('discover needs --request FILE (- for standard input), once for each request.');
  if (files.length > MAX_REQUESTS)
    return misuse(`discover reads at most ${MAX_REQUESTS} requests; two to five are enough.`);
  if (files.filter((file) => file === '-').length > 1) return misuse('Standard input can be one request only.');
  if (options.secretFile === undefined && options.secretEnv === undefined) {
    return misuse('discover needs the secret: --secret-file FILE or --secret-env NAME.');
  }
  const wrong = secretMisuse(
    options,
    files.find((file) => file === '-'),
  );
  if (wrong !== null) return misuse(wrong);
  if (url !== null && !isWebUrl(url)) {
    return misuse('--url is the complete URL that the requests were sent to, such as https://example.com/webhooks.');
  }
  const secret = await readSecret(options);
  if (!secret.ok) return complainOf(secret.failure, EXIT.usage);
  const requests: SignedRequest[] = [];
  for (const file of files) {
    const request = await readRequest(file, url);
    if (!request.ok) return complainOf(request.failure, EXIT.usage);
    requests.push(request.value);
  }
  const report = search(
    {
      requests: requests.map((request) => ({ request, receivedAtMs: null })),
      secret: secret.value ?? '',
      schemes: options.ignoreCatalogue ? [] : schemes,
    },
    { crypto: nodeCrypto, now: Date.now },
    BUDGET_MS,
  );
  if (options.json) await writeJsonLine(report);
  else await writeOut(`${text(report, requests.length, url)}\n`);
  return report.recipes.length > 0 ? EXIT.ok : EXIT.failed;
}

async function readRequest(file: string, url: string | null): Promise<Result<SignedRequest, Failure>> {
  const bytes = await readInput(file);
  if (!bytes.ok) return bytes;
  const parsed = parseRawRequest(bytes.value);
  if (!parsed.ok) return parsed;
  const { method, target, headers, body } = parsed.value;
  return ok({ method, target, url, headers, body });
}

function text(report: DiscoveryReport, requests: number, url: string | null): string {
  const { recipes, tried, complete } = report;
  if (recipes.length === 0) return none(tried, complete, requests, url);
  const proof = requests === 1 ? 'Proved on the one request' : `Proved on all ${requests} requests`;
  const save = [
    `${proof}. To use ${recipes.length === 1 ? 'it' : 'one'}, save its JSON as scheme.json, then`,
    '  hookproof verify --recipe scheme.json --secret-file SECRET --request REQUEST',
    'or import the file in the app, under Signature schemes.',
  ];
  return [...recipes.map(described), ...remaining(recipes), save.join('\n')].join('\n\n');
}

/** Why there is more than one: the requests do not tell them apart, or carry several signatures. */
function remaining(recipes: readonly FoundRecipe[]): readonly string[] {
  const fields = new Set(recipes.map(({ recipe: { signature } }) => `${signature.in} ${signature.names.join()}`));
  const signatures = `The signature stands in ${fields.size} fields; the first recipe is the one to check.`;
  const ambiguous = [
    `${recipes.length} recipes remain that the requests given do not tell apart.`,
    'Give another capture (--request), of another event and moment, to see which it is.',
  ];
  return [...(fields.size > 1 ? [signatures] : []), ...(recipes.length > fields.size ? [ambiguous.join('\n')] : [])];
}

function described({ recipe, words, scheme }: FoundRecipe): string {
  const name = scheme === null ? null : (schemeById(scheme)?.name ?? scheme);
  const known = scheme === null ? '' : ` This is how ${name} signs (--scheme ${scheme}).`;
  const file = serialiseSchemes([{ name: name ?? 'Discovered', recipe: recipeSchema.parse(recipe) }]);
  return `${terminalSafe(words)}${known}\n\n${file.trimEnd()}`;
}

function none(tried: number, complete: boolean, requests: number, url: string | null): string {
  const found = `No recipe found: none of ${tried} computed signatures stands in ${requests === 1 ? 'the request' : 'every request'}.`;
  const next = [
    ...(complete ? [] : ['The search was not finished; give a request with a smaller body.']),
    'Check that the secret is the one these requests were signed with.',
    ...(url === null ? ['If the sender signs its target, give the public URL with --url.'] : []),
  ];
  return [found, ...next].join('\n  ');
}
