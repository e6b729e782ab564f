export const codeLanguages = ['node', 'python', 'ruby', 'go', 'php', 'java'] as const;

export type CodeLanguage = (typeof codeLanguages)[number];

/** As people write them. */
export const languageNames: Readonly<Record<CodeLanguage, string>> = {
  node: 'Node.js',
  python: 'Python',
  ruby: 'Ruby',
  go: 'Go',
  php: 'PHP',
  java: 'Java',
};

/** A source file that verifies one scheme, to be pasted into the user's project. */
export interface VerificationCode {
  readonly language: CodeLanguage;
  readonly fileName: string;
  readonly text: string;
}
