/** A command as its program would be given it. Words are byte strings. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** What a command piped into it writes to its standard input; null: nothing is. */
  readonly input: string | null;
}

/** What cannot be told without running it, as a clause: "it uses the shell variable $TOKEN". Caught by who reads commands. */
export class UnreadableCommand extends Error {}
