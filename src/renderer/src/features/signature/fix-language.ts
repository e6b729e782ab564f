import { type CodeLanguage, codeLanguages } from '../../../../core/verification-code/code-language.ts';

/** In the browser's store, as the widths of the panes are: it is the screen's own matter. */
const STORED = 'fix-language';

/** The language the user chose last. */
export function fixLanguage(): CodeLanguage {
  const stored = localStorage.getItem(STORED);
  return codeLanguages.find((language) => language === stored) ?? 'node';
}

export function rememberFixLanguage(language: CodeLanguage): void {
  localStorage.setItem(STORED, language);
}
