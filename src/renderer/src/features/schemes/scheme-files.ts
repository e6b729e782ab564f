import { utf8Bytes } from '../../../../core/bytes.ts';
import type { Failure } from '../../../../core/failure.ts';
import type { OwnRecipe } from '../../../../core/signature/own-recipe.ts';
import { MAX_SCHEME_FILE_CHARS, serialiseSchemes } from '../../../../core/signature/own-recipe-file.ts';
import { safeFileName } from '../../../../core/view/file-name.ts';
import { downloadBytes } from '../../body/index.ts';
import type { AppContext } from '../../store/context.tsx';

const EXTENSION = '.hookproof-scheme.json';
/** Of the name, which comes in front of the extension. */
const MAX_NAME_CHARS = 60;

/** A name as a file's: "Acme / EU" is `Acme - EU.hookproof-scheme.json`. */
export function schemeFileName(name: string): string {
  const short = name
    .replace(/[/\\]/g, '-')
    .slice(0, MAX_NAME_CHARS)
    .replace(/[. ]+$/, '');
  return safeFileName(short + EXTENSION, `scheme${EXTENSION}`);
}

/** Lets the user save schemes as one file. */
export function exportSchemes(schemes: readonly OwnRecipe[]): void {
  const [first, ...others] = schemes;
  if (first === undefined) return;
  const fileName = schemeFileName(others.length === 0 ? first.name : 'My schemes');
  downloadBytes(utf8Bytes(serialiseSchemes(schemes)), fileName);
}

/** Adds the schemes of a file the user chose; null: they are there. */
export async function importSchemes({ bridge, stores }: AppContext, file: File): Promise<Failure | null> {
  const tooLarge: Failure = { code: 'import-invalid', problem: 'it is larger than 4 MiB' };
  // Longer files are refused before they are read into memory: a character of UTF-8 is up to three bytes of a UTF-16 unit.
  if (file.size > 3 * MAX_SCHEME_FILE_CHARS) return tooLarge;
  const text = await file.text();
  if (text.length > MAX_SCHEME_FILE_CHARS) return tooLarge;
  const imported = await bridge.call('recipes.import', { text });
  if (!imported.ok) return imported.failure;
  const [first, ...others] = imported.value;
  stores.toasts.show({
    tone: 'ok',
    text: others.length === 0 ? `Imported ${first?.name}.` : `Imported ${imported.value.length} schemes.`,
  });
  return null;
}
