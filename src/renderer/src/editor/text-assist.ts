/** What an editor knows of the text in it. Offsets are UTF-16; every function is called with the whole text as it stands. */
export interface TextAssist {
  complete(text: string, offset: number): readonly Completion[];
  /** null: there is nothing to say of this place. */
  explain(text: string, offset: number): TextHelp | null;
  problems(text: string): readonly TextMark[];
}

export interface Completion {
  readonly label: string;
  readonly kind: 'property' | 'value' | 'token' | 'snippet';
  /** Plain text; `$0` is where the cursor goes after it. */
  readonly insert: string;
  /** What it takes the place of. */
  readonly start: number;
  readonly end: number;
  /** A few words beside the label. */
  readonly detail: string;
  /** A sentence or two. */
  readonly help: string;
  /** What is inserted is to be filled in: its own completions follow at once. */
  readonly asksAgain: boolean;
}

export interface TextHelp {
  readonly start: number;
  readonly end: number;
  /** A paragraph each, the first one a heading. */
  readonly paragraphs: readonly string[];
}

export interface TextMark {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}
