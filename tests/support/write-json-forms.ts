import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes tests/fixtures/json-forms/forms.json: what each language's own JSON library makes of the texts in texts.json.
 * `node tests/support/write-json-forms.ts`. The tests read what is committed; a language that is not installed keeps
 * what the file has of it. Java takes Jackson and Gson from CLASSPATH or the local Maven repository.
 */
type Forms = Record<string, (string | null)[]>;

interface FormsFile {
  /** The version of each language that wrote the forms. */
  readonly versions: Record<string, string>;
  readonly forms: Record<string, Forms>;
}

const fixtures = new URL('../fixtures/json-forms/', import.meta.url);
const texts: string[] = JSON.parse(readFileSync(new URL('texts.json', fixtures), 'utf8'));
const target = new URL('forms.json', fixtures);
const known: FormsFile = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : { versions: {}, forms: {} };

const script = (name: string) => fileURLToPath(new URL(`json-forms/${name}`, import.meta.url));

function newestJar(artifact: string): string | undefined {
  const own = artifact.replace(/.*\//, '');
  return globSync(`${homedir()}/.m2/repository/${artifact}/*/${own}-*[0-9].jar`)
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

const classPath =
  process.env.CLASSPATH ??
  [
    'com/google/code/gson/gson',
    ...['jackson-databind', 'jackson-core', 'jackson-annotations'].map((name) => `com/fasterxml/jackson/core/${name}`),
  ]
    .flatMap((artifact) => newestJar(artifact) ?? [])
    .join(delimiter);

const languages: Record<string, { version: readonly string[]; run: readonly string[] }> = {
  python: { version: ['python3', '--version'], run: ['python3', script('forms.py')] },
  ruby: {
    version: ['ruby', '-rjson', '-e', 'print "ruby #{RUBY_VERSION}, json #{JSON::VERSION}"'],
    run: ['ruby', script('forms.rb')],
  },
  php: { version: ['php', '-r', 'echo "PHP ", PHP_VERSION;'], run: ['php', script('forms.php')] },
  go: { version: ['go', 'version'], run: ['go', 'run', script('forms.go')] },
  java: { version: ['java', '--version'], run: ['java', '-cp', classPath, script('Forms.java')] },
};

const node: Forms = {
  node: texts.map((text) => written(text, 0)),
  'node indent 2': texts.map((text) => written(text, 2)),
  'node indent tab': texts.map((text) => written(text, '\t')),
};

function written(text: string, indent: number | string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, indent);
  } catch {
    // Not JSON, which the fixture says with null.
    return null;
  }
}

const versions: Record<string, string> = { ...known.versions, node: process.version };
const forms: Record<string, Forms> = { ...known.forms, node };
for (const [name, { version, run }] of Object.entries(languages)) {
  try {
    const [program = '', ...args] = version;
    versions[name] = execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n')[0] ?? '';
  } catch (error) {
    process.stderr.write(`${name} is left as it is: ${String(error)}\n`);
    continue;
  }
  const [program = '', ...args] = run;
  const output = execFileSync(program, args, { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 28 });
  forms[name] = JSON.parse(output);
}
writeFileSync(target, `${JSON.stringify({ versions, forms }, null, 1)}\n`);
